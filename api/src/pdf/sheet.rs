//! Where everything stands on the pages, and how it is drawn.

use krilla::Document as Pdf;
use krilla::geom::Point;
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};

use super::lines::{Fonts, Line, Typeface};
use super::{Block, Document};

/// A4, in points.
const PAGE: (f32, f32) = (595.28, 841.89);
const MARGIN: f32 = 56.0;
/// How far the items of a list stand from their marks.
const INDENT: f32 = 14.0;
const FOOT: f32 = 8.5;

/// How something is written.
#[derive(Debug, Clone, Copy)]
struct Style {
    size: f32,
    bold: bool,
    /// Empty space above.
    above: f32,
    /// How many lines have to stand on the same page below it.
    with: u8,
}

const BODY: Style = Style { size: 10.5, bold: false, above: 6.0, with: 0 };
const ITEM: Style = Style { above: 3.0, ..BODY };

impl Style {
    fn heading(level: u16) -> Self {
        match level {
            1 => Self { size: 20.0, bold: true, above: 0.0, with: 2 },
            2 => Self { size: 14.5, bold: true, above: 20.0, with: 3 },
            _ => Self { size: 11.5, bold: true, above: 13.0, with: 3 },
        }
    }

    fn height(self) -> f32 {
        self.size * 1.4
    }

    fn typeface(self, fonts: &Fonts) -> &Typeface {
        if self.bold { &fonts.bold } else { &fonts.plain }
    }
}

/// A line at its place.
#[derive(Debug)]
struct Placed {
    line: Line,
    /// The left end of its base line.
    at: Point,
    style: Style,
    /// What it is a part of: see [`Laid::leaves`].
    leaf: usize,
}

/// A heading at its place.
#[derive(Debug)]
pub(super) struct Place {
    pub text: String,
    pub page: usize,
    pub at: Point,
}

/// A document on its pages.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pages: Vec<Vec<Placed>>,
    pub headings: Vec<Place>,
    /// How many pieces the document has that are read as one: a heading, a paragraph, the mark of an item, an item.
    pub leaves: usize,
}

/// The pen, while a document is laid out.
struct Pen<'a> {
    fonts: &'a Fonts,
    laid: Laid,
    y: f32,
}

/// Lays out a document.
pub(super) fn lay(document: &Document, fonts: &Fonts) -> Laid {
    let laid = Laid { pages: vec![Vec::new()], ..Laid::default() };
    let mut pen = Pen { fonts, laid, y: MARGIN };
    for block in &document.blocks {
        match block {
            Block::Heading(level, text) => {
                let style = Style::heading(*level);
                let first = pen.write(text, style, 0.0);
                let at = Point::from_xy(MARGIN, (first - style.height()).max(0.0));
                let page = pen.laid.pages.len() - 1;
                pen.laid.headings.push(Place { text: text.clone(), page, at });
            }
            Block::Paragraph(text) => _ = pen.write(text, BODY, 0.0),
            Block::List(items) => items.iter().for_each(|item| pen.item(item)),
        }
    }
    pen.laid
}

impl Pen<'_> {
    /// Writes a text below what is there, as one leaf; the base line of its first line.
    fn write(&mut self, text: &str, style: Style, indent: f32) -> f32 {
        let most = PAGE.0 - 2.0 * MARGIN - indent;
        let lines = style.typeface(self.fonts).lines(text, style.size, most);
        // A heading is not parted from what it is above.
        let together = lines.len().min(2) as f32 * style.height() + f32::from(style.with) * BODY.height();
        let is_top = self.laid.pages.last().is_none_or(Vec::is_empty);
        if !is_top {
            self.y += style.above;
        }
        self.make_room(if style.with > 0 { together } else { style.height() });
        let first = self.y + style.height();
        let leaf = self.laid.leaves;
        self.laid.leaves += 1;
        for line in lines {
            self.make_room(style.height());
            self.y += style.height();
            let x = match line.from_right {
                true => PAGE.0 - MARGIN - line.width(),
                false => MARGIN + indent,
            };
            let placed = Placed { at: Point::from_xy(x, self.y), line, style, leaf };
            if let Some(page) = self.laid.pages.last_mut() {
                page.push(placed);
            }
        }
        first
    }

    /// Writes an item of a list: its mark, then its text on the same line.
    fn item(&mut self, text: &str) {
        let is_top = self.laid.pages.last().is_none_or(Vec::is_empty);
        if !is_top {
            self.y += ITEM.above;
        }
        self.make_room(ITEM.height());
        let before = self.y;
        let flush = Style { above: 0.0, ..ITEM };
        self.write("•", flush, 0.0);
        self.y = before;
        self.write(text, flush, INDENT);
        self.y = self.y.max(before + ITEM.height());
    }

    /// Begins a page where so much does not fit any more.
    fn make_room(&mut self, height: f32) {
        let is_top = self.laid.pages.last().is_none_or(Vec::is_empty);
        if self.y + height > PAGE.1 - MARGIN && !is_top {
            self.laid.pages.push(Vec::new());
            self.y = MARGIN;
        }
    }
}

/// Draws the pages. For each leaf what was drawn of it.
pub(super) fn draw(pdf: &mut Pdf, laid: &Laid, document: &Document, fonts: &Fonts) -> Vec<Vec<Identifier>> {
    let mut drawn = vec![Vec::new(); laid.leaves];
    for (number, lines) in laid.pages.iter().enumerate() {
        let Some(settings) = PageSettings::from_wh(PAGE.0, PAGE.1) else { continue };
        let mut page = pdf.start_page_with(settings);
        let mut surface = page.surface();
        for placed in lines {
            let tag = ContentTag::Span(SpanTag::empty());
            drawn[placed.leaf].push(surface.start_tagged(tag));
            line(&mut surface, placed, fonts);
            surface.end_tagged();
        }
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        foot(&mut surface, (number + 1, laid.pages.len()), document, fonts);
        surface.end_tagged();
        surface.finish();
        page.finish();
    }
    drawn
}

fn line(surface: &mut Surface<'_>, placed: &Placed, fonts: &Fonts) {
    let font = &placed.style.typeface(fonts).drawn;
    let mut x = placed.at.x;
    for run in &placed.line.runs {
        let at = Point::from_xy(x, placed.at.y);
        surface.draw_text(at, font.clone(), placed.style.size, &run.text, false, run.direction);
        x += run.width;
    }
}

/// What stands below each page: as much of the words as fits on a line, and the number of the page.
fn foot(surface: &mut Surface<'_>, (number, of): (usize, usize), document: &Document, fonts: &Fonts) {
    let style = Style { size: FOOT, ..BODY };
    let y = PAGE.1 - MARGIN / 2.0;
    let wide = PAGE.0 - 2.0 * MARGIN;
    let pages = fonts.plain.lines(&format!("{number} / {of}"), FOOT, wide);
    let room = wide - 2.0 * INDENT - pages.iter().map(Line::width).sum::<f32>();
    let words = fonts.plain.lines(&document.foot, FOOT, room).into_iter().next();
    if let Some(text) = words {
        line(surface, &Placed { line: text, at: Point::from_xy(MARGIN, y), style, leaf: 0 }, fonts);
    }
    for text in pages {
        let at = Point::from_xy(PAGE.0 - MARGIN - text.width(), y);
        line(surface, &Placed { line: text, at, style, leaf: 0 }, fonts);
    }
}
