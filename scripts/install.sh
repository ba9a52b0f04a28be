# What the machine must have. Installs what is missing where it may, and never starts a system service.

postgres_here() { compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || command -v postgres >/dev/null; }
rabbit_here() { [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]; }
icu_here() { [ -n "$(find /usr/lib /lib /usr/local/lib -maxdepth 2 -name 'libicuuc.so.*' -print -quit 2>/dev/null)" ]; }
browser_here() { command -v chromium >/dev/null || command -v google-chrome >/dev/null; }
office_here() { command -v soffice >/dev/null; }
node_is_new_enough() { [ "$("$1" -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -ge 22 ]; }

# install_requirements [browser]
install_requirements() {
    local missing=()
    postgres_here || missing+=(postgresql)
    rabbit_here || missing+=(rabbitmq-server)
    icu_here || missing+=(libicu)
    command -v npm >/dev/null || missing+=(nodejs npm)
    [ "${1:-}" != browser ] || browser_here || missing+=(chromium)
    [ "${archive:-false}" != true ] || office_here || missing+=(libreoffice-writer-nogui fonts-crosextra-carlito)
    [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"

    command -v dotnet >/dev/null || die "the .NET SDK 10 is missing: install dotnet-sdk-10.0 and see that 'dotnet' is in PATH"
    dotnet --version >/dev/null 2>&1 || die "the .NET SDK that $root/global.json asks for is missing: $(dotnet --version 2>&1 | head -5)"
    install_node
    install_identity
}

install_packages() {
    local sudo=() packages=("$@")
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            sudo=(sudo -n)
        else
            die "these packages are missing and only an administrator can install them:
    apt-get install --no-install-recommends ${packages[*]/%libicu/libicu72}
  (their services need not be started: Huset runs its own)"
        fi
    fi
    command -v apt-get >/dev/null || die "missing: ${packages[*]}. Install them with this system's own package manager."

    say "installing ${packages[*]}"
    local log
    log=$(mktemp)
    if ! "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive bash -s -- "${packages[@]}" >"$log" 2>&1 <<'SCRIPT'; then
set -e
# Debian's way of saying that an installed service must not be started.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod 755 $policy
    trap 'rm -f $policy' EXIT
fi
apt-get update
packages=("${@/%libicu/$(apt-cache pkgnames libicu | grep -E '^libicu[0-9]+$' | sort -V | tail -1)}")
apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 "${packages[@]}"
# Nor at the next start of the machine.
if [ -d /run/systemd/system ]; then
    for service in postgresql rabbitmq-server; do
        [[ " $* " != *" $service "* ]] || systemctl disable "$service"
    done
fi
SCRIPT
        tail -20 "$log" >&2
        die "the packages could not be installed (all of it: $log)"
    fi
    rm -f "$log"
}

# The identity provider needs Node 22; Debian 12 has 18. npm has Node itself as a package.
install_node() {
    local own=$home/tools/node
    if node_is_new_enough node; then
        HUSET_NODE=$(command -v node)
    else
        if ! cmp -s "$root/scripts/node/package-lock.json" "$own/package-lock.json" || ! node_is_new_enough "$own/bin/node"; then
            say "installing Node 22 in $own"
            mkdir -p "$own/bin"
            cp "$root"/scripts/node/package*.json "$own"
            npm ci --prefix "$own" --silent || die "Node 22 could not be installed by npm"
            ln -sf "$(echo "$own"/node_modules/node-linux-*/bin/node)" "$own/bin/node"
            node_is_new_enough "$own/bin/node" || die "Node 22 was installed in $own but does not run"
        fi
        HUSET_NODE=$own/bin/node
        PATH=$own/bin:$PATH
    fi
    export HUSET_NODE PATH
}

install_identity() {
    local folder=$root/identity
    cmp -s "$folder/package-lock.json" "$folder/node_modules/.huset-installed" && return
    say "installing the identity provider's packages"
    npm ci --prefix "$folder" --silent || die "npm ci failed in $folder"
    cp "$folder/package-lock.json" "$folder/node_modules/.huset-installed"
}
