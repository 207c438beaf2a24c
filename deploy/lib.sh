# Shared by the scripts of this folder; sourced, not run. Needs bash.

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Root may not run PostgreSQL, and a clone under /root is out of reach of any other account: the cluster lives where
# the account that runs it can reach it.
if [ "$(id -u)" = 0 ]; then
  cluster_account=postgres
  state=${PLAINPIED_STATE:-/var/lib/plainpied}
else
  cluster_account=$(id -un)
  state=${PLAINPIED_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/plainpied}
fi

# Of clusters that keep what they are told: durable as PostgreSQL is by itself, but with memory and fewer checkpoints.
cluster_settings=(shared_buffers=512MB max_wal_size=4GB)

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else return 1
  fi
}

as_cluster_account() {
  if [ "$(id -un)" = "$cluster_account" ]; then "$@"
  else (cd / && setpriv --reuid="$cluster_account" --regid="$(id -g "$cluster_account")" --init-groups \
    env HOME="$state" "$@")
  fi
}

# The newest PostgreSQL of this machine that has PostGIS, as the folder of its programs; fails where there is none.
postgres_bin() {
  local bin
  for bin in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn) $(pg_config --bindir 2>/dev/null); do
    [ -x "$bin/initdb" ] || continue
    if [ -f "$("$bin/pg_config" --sharedir 2>/dev/null)/extension/postgis.control" ] ||
      [ -f "/usr/share/postgresql/$(basename "$(dirname "$bin")")/extension/postgis.control" ]; then
      echo "$bin"
      return
    fi
  done
  return 1
}

install_packages() {
  command -v apt-get >/dev/null ||
    fail "missing: $*. Install them with the package manager of this system, then run this again"
  say "installing $*"
  as_root env DEBIAN_FRONTEND=noninteractive sh -c \
    'apt-get update -q >/dev/null && apt-get install -qy --no-install-recommends "$@" >/dev/null' sh "$@" ||
    fail "could not install: $*. Install them as root (apt-get install $*), then run this again"
}

ensure_tools() {
  command -v cargo >/dev/null || fail "Rust is missing: install it with rustup, https://rustup.rs"
  command -v cc >/dev/null || install_packages build-essential
  command -v curl >/dev/null || install_packages curl
  if ! postgres_bin >/dev/null; then
    # Debian names the PostGIS package after the version of PostgreSQL that it has.
    install_packages postgresql
    local version
    version=$(ls /usr/lib/postgresql | sort -n | tail -1)
    install_packages "postgresql-$version-postgis-3"
    postgres_bin >/dev/null || fail "PostgreSQL $version was installed but PostGIS is not there"
  fi
}

free_port() {
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}

# cluster_start NAME FIRST_PORT [setting ...]: a private PostgreSQL cluster in $state/NAME, on a free port of
# 127.0.0.1 from FIRST_PORT on. Sets cluster_url (a database URL without the database's name). Touches no other.
cluster_start() {
  local name=$1 port=$2 bin password setting
  shift 2
  local folder=$state/$name
  bin=$(postgres_bin) || fail "no PostgreSQL with PostGIS on this machine"
  if [ ! -f "$folder/data/PG_VERSION" ]; then
    say "creating a private PostgreSQL cluster in $folder"
    mkdir -p "$folder"
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    (umask 077; printf '%s\n' "$password" >"$folder/password")
    chown -R "$cluster_account" "$folder"
    chmod 755 "$state" && chmod 700 "$folder"
    as_cluster_account "$bin/initdb" -D "$folder/data" -U plainpied -E UTF8 --locale=C.UTF-8 \
      --auth=scram-sha-256 --pwfile="$folder/password" >"$folder/initdb.log" 2>&1 ||
      fail "initdb failed: see $folder/initdb.log"
  fi
  password=$(cat "$folder/password")
  if ! as_cluster_account "$bin/pg_ctl" -D "$folder/data" status >/dev/null 2>&1; then
    port=$(free_port "$port")
    # Started by pg_ctl, so that it lives on when this script ends; its socket stays in its own folder.
    local options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder"
    for setting in "$@"; do options+=" -c $setting"; done
    as_cluster_account "$bin/pg_ctl" -D "$folder/data" -l "$folder/postgresql.log" -w -o "$options" start \
      >/dev/null || fail "PostgreSQL did not start: see $folder/postgresql.log"
  fi
  port=$(sed -n 4p "$folder/data/postmaster.pid")
  cluster_url="postgres://plainpied:$password@127.0.0.1:$port"
}

cluster_stop() {
  local folder=$state/$1 bin
  bin=$(postgres_bin) || return 0
  [ -f "$folder/data/PG_VERSION" ] || return 0
  as_cluster_account "$bin/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null 2>&1 || true
}

# create_database URL NAME: unless it is there.
create_database() {
  local bin
  bin=$(postgres_bin) || fail "no PostgreSQL with PostGIS on this machine"
  [ "$("$bin/psql" -XAtc "SELECT 1 FROM pg_database WHERE datname = '$2'" "$1/postgres")" = 1 ] ||
    "$bin/psql" -Xqc "CREATE DATABASE $2" "$1/postgres"
}

# Stops the service that deploy/up started, and only that: the number of a process may have passed to another.
stop_server() {
  local pid
  pid=$(cat "$state/serve.pid" 2>/dev/null) || return 0
  if [ -n "$pid" ] && grep -qz '^serve$' "/proc/$pid/cmdline" 2>/dev/null; then
    kill "$pid"
    for _ in $(seq 100); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
  fi
  rm -f "$state/serve.pid"
}
