use serde_json::Value;

use crate::smtp::{SITE, Smtp};

/// A browser: keeps the cookie, follows nothing.
pub struct Browser {
    pub url: String,
    pub cookie: Option<String>,
}

pub struct Page {
    pub status: u16,
    pub body: String,
    pub location: Option<String>,
}

impl Page {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{} {}", self.status, self.body))
    }

    /// The value of the first hidden field of this name.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let rest = self.body.split(&mark).nth(1).unwrap_or_else(|| panic!("no {name} in {}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }

    pub fn leads_to(&self) -> &str {
        self.location.as_deref().unwrap_or_else(|| panic!("{} {}", self.status, self.body))
    }
}

impl Browser {
    pub fn new(url: &str) -> Self {
        Self { url: url.to_owned(), cookie: None }
    }

    pub fn send(&mut self, method: &str, path: &str, body: &str, headers: &[(&str, &str)]) -> Page {
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        let agent: ureq::Agent = config.build().into();
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        request = request.header("accept", "text/html,application/json;q=0.5");
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie.as_str());
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = agent.configure_request(request.body(body.to_owned()).unwrap());
        let mut response = agent.run(request.allow_non_standard_methods(true).build()).unwrap();
        let header = |name: &str| Some(response.headers().get(name)?.to_str().unwrap().to_owned());
        if let Some(set) = header("set-cookie") {
            let pair = set.split(';').next().unwrap().to_owned();
            self.cookie = Some(pair).filter(|pair| !pair.ends_with('='));
        }
        let location = header("location");
        let status = response.status().as_u16();
        Page { status, location, body: response.body_mut().read_to_string().unwrap() }
    }

    pub fn get(&mut self, path: &str) -> Page {
        self.send("GET", path, "", &[])
    }

    /// Sends a form as the browser of somebody on our pages.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post_from(path, fields, SITE)
    }

    pub fn post_from(&mut self, path: &str, fields: &[(&str, &str)], origin: &str) -> Page {
        let escaped = |text: &str| text.replace('%', "%25").replace('&', "%26").replace('+', "%2B");
        let pairs: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", origin)];
        self.send("POST", path, &pairs.join("&"), &headers)
    }

    pub fn api(&mut self, method: &str, path: &str, body: &Value, csrf: Option<&str>) -> Page {
        let mut headers = vec![("content-type", "application/json"), ("accept", "application/json")];
        headers.extend(csrf.map(|csrf| ("x-csrf-token", csrf)));
        self.send(method, path, &body.to_string(), &headers)
    }

    pub fn csrf(&mut self) -> String {
        self.get("/account").hidden("csrf")
    }

    /// Signs in by a mailed link, and makes the account where there is none; where it leads.
    pub fn sign_in(&mut self, smtp: &Smtp, email: &str, next: &str) -> String {
        let before = smtp.mails_to(email).len();
        assert_eq!(self.post("/signin", &[("email", email), ("next", next)]).leads_to(), "/signin/sent");
        let path = smtp.mail_to(email, before + 1).path("/signin/");
        self.post(&path, &[("name", "Madame Martin")]).leads_to().to_owned()
    }
}
