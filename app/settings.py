"""Every setting: one table of names, defaults, meanings; read from `OPENTIME_*` once at start."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from app.errors import ConfigurationError
from app.model.cdn import Cdn
from app.model.rendering import Format
from app.settings_parsing import (
    address,
    addresses,
    cdn_faults,
    flag,
    formats,
    hosts,
    mail_faults,
    mail_server,
    mailbox,
    networks,
    one_of,
    ports,
    senders,
    template,
    whole,
)

PREFIX = "OPENTIME_"
MIB = 1024 * 1024
SECRETS = frozenset({"cdn_key", "edge_secret", "smtp_url", "weather_key"})
"""Settings that are never shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What was set, by whom (`origins`: `default`, `environment` or `command line`)."""

    home: Path
    host: str
    port: int
    workers: int
    base_url: str
    geo_db: str
    fonts: str
    trusted_proxies: tuple[str, ...]
    unsafe_trust_all: bool
    edge_headers: str
    edge_networks: tuple[str, ...]
    edge_secret: str = field(repr=False)
    private_hosts: tuple[str, ...]
    outbound_ports: tuple[int, ...]
    cdn: Cdn
    cdn_max_age_s: int
    cdn_min_ttl_is_zero: bool
    cdn_debug: bool
    cdn_api: tuple[str, ...]
    cdn_zone: str
    cdn_key: str = field(repr=False)
    extra_formats: tuple[Format, ...]
    render_workers: int
    render_queue: int
    memory_mb: int
    standing_answers: int
    disk_mb: int
    seen_mb: int
    deadline_ms: int
    facts_deadline_ms: int
    stock_max_age_h: int
    instant_window_s: int
    open_window_s: int
    event_durability: str
    events_cap_mb: int
    retention_days: int
    tiles_url: str
    tiles_credit: str
    tiles_mb: int
    weather_url: str
    weather_key: str = field(repr=False)
    weather_file: str
    weather_fresh_min: int
    amp_senders: tuple[str, ...]
    smtp_url: str = field(repr=False)
    smtp_from: str
    smtp_allow: tuple[str, ...]
    log_level: str
    origins: Mapping[str, str]

    @property
    def public_url(self) -> str:
        """The address that stands in emails, without a trailing slash."""
        host = "localhost" if self.host in ("0.0.0.0", "::", "127.0.0.1") else self.host  # noqa: S104  # compared, not bound
        return self.base_url.rstrip("/") or f"http://{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the table: how a text becomes a value, and what it is for."""

    name: str
    default: str
    parse: Callable[[str], object]
    says: str


SETTINGS: tuple[Setting, ...] = (
    Setting("home", "./var", Path, "folder of the database, caches and the event journal"),
    Setting("host", "127.0.0.1", str, "address to listen on; 0.0.0.0 for all"),
    Setting("port", "8080", whole(0, 65535), "port to listen on; 0 takes a free one"),
    Setting("workers", "1", whole(1, 64), "web processes"),
    Setting("base_url", "", address, "public address in emails; default http://localhost:PORT"),
    Setting("geo_db", "", str, "a full MMDB of places by IP; default: the embedded one"),
    Setting("fonts", "", str, "folder of more typefaces, Family-Weight.ttf; also HOME/fonts"),
    Setting("trusted_proxies", "", networks, "CIDRs whose X-Forwarded-For is believed"),
    Setting("unsafe_trust_all", "0", flag, "allow * in OPENTIME_TRUSTED_PROXIES"),
    Setting(
        "edge_headers",
        "",
        one_of("", "cloudflare", "fastly", "cloudfront"),
        "the CDN in front whose headers of address and place are believed",
    ),
    Setting("edge_networks", "", networks, "CIDRs by which that CDN is known"),
    Setting("edge_secret", "", str, "or what it writes into X-Opentime-Edge"),
    Setting(
        "private_hosts",
        "",
        hosts,
        "names and CIDRs that may be asked though they are not public",
    ),
    Setting("outbound_ports", "80,443,8080,8443", ports, "ports that sources may be asked at"),
    Setting(
        "cdn", "none", lambda text: Cdn(one_of(*Cdn)(text)), "the cache in front, of docs/cdn.md"
    ),
    Setting("cdn_max_age_s", "30", whole(1, 86_400), "longest that it may show a shared block"),
    Setting("cdn_min_ttl_is_zero", "0", flag, "1: CloudFront's minimum TTL is 0; see docs/cdn.md"),
    Setting("cdn_debug", "0", flag, "Server-Timing and Cache-Status on every open"),
    Setting("cdn_api", "", addresses, "where to purge: the caches, or another API than the CDN's"),
    Setting("cdn_zone", "", str, "zone, service or distribution to purge"),
    Setting(
        "cdn_key", "", str, "what proves that we may purge: token, ID:SECRET, or shared secret"
    ),
    Setting("extra_formats", "", formats, "webp, avif: pictures that only some clients show"),
    Setting("render_workers", "2", whole(1, 64), "threads that draw, per process"),
    Setting("render_queue", "64", whole(0, 10_000), "pictures that may wait to be drawn"),
    Setting("memory_mb", "64", whole(1, 65536), "renderings in memory, per process"),
    Setting(
        "standing_answers",
        "4096",
        whole(0, 1_000_000),
        "last answers kept per process to be repeated while they stand; 0: each open is decided",
    ),
    Setting("disk_mb", "1024", whole(1, 1_048_576), "renderings on disk"),
    Setting("seen_mb", "64", whole(1, 65536), "what was last seen, for clicks; on disk, shared"),
    Setting("deadline_ms", "1500", whole(50, 30_000), "hard limit of one open"),
    Setting("facts_deadline_ms", "300", whole(1, 10_000), "limit for gathering facts"),
    Setting(
        "stock_max_age_h",
        "720",
        whole(0, 100_000),
        "stock older than this is not believed; 0: always",
    ),
    Setting("instant_window_s", "60", whole(0, 3600), "opens this soon after sending are machines"),
    Setting("open_window_s", "10", whole(0, 86_400), "the same open again within this counts once"),
    Setting(
        "event_durability", "process", one_of("process", "power"), "what an accepted open survives"
    ),
    Setting(
        "events_cap_mb", "8192", whole(1, 1_048_576), "journal size at which opens are dropped"
    ),
    Setting("retention_days", "30", whole(1, 3650), "days that raw events are kept"),
    Setting(
        "tiles_url", "", template, "tiles of street maps, e.g. https://t.example/{z}/{x}/{y}.png"
    ),
    Setting("tiles_credit", "", str, "whom a street map must name, written into its corner"),
    Setting("tiles_mb", "256", whole(1, 1_048_576), "tiles on disk"),
    Setting(
        "weather_url",
        "",
        address,
        "service of forecasts in Open-Meteo's JSON, e.g. https://weather.example; empty: off",
    ),
    Setting("weather_key", "", str, "its API key, if it wants one"),
    Setting(
        "weather_file", "", str, "a JSON file that describes made-up weather, where there is no URL"
    ),
    Setting(
        "weather_fresh_min", "30", whole(1, 1440), "minutes for which a forecast is not asked again"
    ),
    Setting("amp_senders", "", senders, "addresses and @domains that AMP emails come from"),
    Setting("smtp_url", "", mail_server, "for test sends: smtp[s]://user:password@host:port"),
    Setting("smtp_from", "", mailbox, "whom they come from, e.g. Shop <hello@shop.example>"),
    Setting("smtp_allow", "", senders, "addresses and @domains they may go to beside accounts'"),
    Setting(
        "log_level",
        "info",
        one_of("debug", "info", "warning", "error"),
        "least level of log lines",
    ),
)


def read_settings(
    environment: Mapping[str, str] | None = None, given: Mapping[str, object] | None = None
) -> Settings:
    """Return the settings of an environment, overridden by what the command line gave.

    Raises ConfigurationError naming every bad setting, not the first.
    """
    source = os.environ if environment is None else environment
    chosen = {name: value for name, value in (given or {}).items() if value is not None}
    values: dict[str, object] = {}
    origins: dict[str, str] = {}
    wrong: list[str] = []
    for setting in SETTINGS:
        text = source.get(PREFIX + setting.name.upper())
        origins[setting.name] = "default" if text is None else "environment"
        if setting.name in chosen:
            text, origins[setting.name] = str(chosen[setting.name]), "command line"
        try:
            values[setting.name] = setting.parse(setting.default if text is None else text)
        except ValueError as error:
            shown = "..." if setting.name in SECRETS else repr(text)
            wrong.append(f"{PREFIX}{setting.name.upper()}={shown}: {error} ({setting.says})")
    proxies = values.get("trusted_proxies")
    if isinstance(proxies, tuple) and "*" in proxies and not values.get("unsafe_trust_all"):
        wrong.append(
            f"{PREFIX}TRUSTED_PROXIES=*: anybody could forge an address; name the proxies' "
            f"networks, or set {PREFIX}UNSAFE_TRUST_ALL=1"
        )
    deadline, of_it_facts = values.get("deadline_ms"), values.get("facts_deadline_ms")
    if isinstance(deadline, int) and isinstance(of_it_facts, int) and of_it_facts >= deadline:
        wrong.append(
            f"{PREFIX}FACTS_DEADLINE_MS={of_it_facts}: facts leave no time to draw; "
            f"it must be less than {PREFIX}DEADLINE_MS={deadline}"
        )
    wrong += cdn_faults(values) + mail_faults(values)
    if wrong:
        raise ConfigurationError("\n".join(wrong), remedy="Correct these settings.")
    return Settings(**values, origins=origins)  # type: ignore[arg-type]  # each parser returns its field's type


assert {s.name for s in SETTINGS} == {f.name for f in fields(Settings)} - {"origins"}
