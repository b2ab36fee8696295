# Varnish in front of Opentime: docs/cdn.md says what it does. Change what is marked CHANGE.
# Start varnishd with: -p http_range_support=off -p http_gzip_support=off -p default_grace=0
vcl 4.1;

import blob;
import std;

backend opentime {
    .host = "127.0.0.1"; # CHANGE: where Opentime listens
    .port = "8080";
    .connect_timeout = 1s;
    .first_byte_timeout = 3s;
    .between_bytes_timeout = 2s;
}

sub vcl_recv {
    if (req.method == "PURGE") {
        # CHANGE: OPENTIME_CDN_KEY
        if (req.http.Opentime-Purge-Key != "CHANGE-ME-TO-A-LONG-SECRET") {
            return (synth(403));
        }
        if (req.http.Opentime-Purge-Tags !~ "^[!#-~]+( [!#-~]+)*$") {
            return (synth(400));
        }
        # What is no letter, digit, hyphen or underscore is not to be read as an expression.
        set req.http.Edge-Tags = regsuball(req.http.Opentime-Purge-Tags, "([^a-z0-9_ -])", "\\\1");
        set req.http.Edge-Tags = regsuball(req.http.Edge-Tags, " ", "|");
        if (std.ban("obj.http.Surrogate-Key ~ (^|\s)(" + req.http.Edge-Tags + ")(\s|$)")) {
            return (synth(200));
        }
        return (synth(400, std.ban_error()));
    }
    if (req.restarts == 0) {
        unset req.http.Edge-Want;
    } elsif (req.http.Edge-Want == "fresh") {
        set req.grace = 0s;
    } else {
        set req.grace = 1d;
    }
    if (req.url !~ "^/[sr]/" || (req.method != "GET" && req.method != "HEAD")) {
        return (pass);
    }
    # AMP emails are answered for their sender alone: neither kept nor from what is kept.
    if (req.http.AMP-Email-Sender || req.url ~ "[?&]__amp_source_origin=") {
        return (pass);
    }
    unset req.http.Cookie;
    return (hash);
}

# No answer depends on the host that was asked for.
sub vcl_hash {
    hash_data(req.url);
    return (lookup);
}

# What is over is asked for anew, but within its time to be revalidated behind.
sub vcl_hit {
    if (obj.ttl >= 0s || req.http.Edge-Want == "stale") {
        return (deliver);
    }
    if (obj.ttl + std.duration(obj.http.Edge-Behind, 0s) > 0s) {
        return (deliver);
    }
    set req.http.Edge-Want = "fresh";
    return (restart);
}

sub vcl_backend_response {
    if (bereq.url ~ "^/[osr]/" && beresp.status >= 500) {
        return (abandon); # to vcl_synth
    }
    if (bereq.uncacheable || bereq.url !~ "^/[sr]/") {
        set beresp.uncacheable = true;
        return (deliver);
    }
    if (beresp.status == 200 && beresp.http.CDN-Cache-Control ~ "(^|[ ,])max-age=[1-9]") {
        # The lifetime that is meant for CDNs, and for how long it may be shown after it.
        set beresp.ttl = std.duration(
            regsub(beresp.http.CDN-Cache-Control, "^.*max-age=([0-9]+).*$", "\1s"), 0s);
        set beresp.http.Edge-Behind =
            regsub(beresp.http.CDN-Cache-Control, "^.*stale-while-revalidate=([0-9]+).*$", "\1s");
        set beresp.grace = std.duration(
            regsub(beresp.http.CDN-Cache-Control, "^.*stale-if-error=([0-9]+).*$", "\1s"), 0s);
        set beresp.keep = 0s;
        return (deliver);
    }
    if (bereq.url ~ "^/r/" && beresp.status == 200 && beresp.http.Cache-Control ~ "immutable") {
        return (deliver);
    }
    set beresp.uncacheable = true;
    set beresp.ttl = 1s;
    return (deliver);
}

sub vcl_backend_error {
    return (abandon); # to vcl_synth
}

sub vcl_deliver {
    unset resp.http.Edge-Behind;
    unset resp.http.CDN-Cache-Control;
    unset resp.http.Cache-Tag;
    unset resp.http.Surrogate-Key;
    unset resp.http.Via;
    unset resp.http.X-Varnish;
    if (obj.hits > 0 && req.http.Edge-Want == "stale") {
        set resp.http.Cache-Status = {"edge; hit; detail="stale""};
    } elsif (obj.hits > 0) {
        set resp.http.Cache-Status = "edge; hit";
    } elsif (obj.uncacheable) {
        set resp.http.Cache-Status = "edge; fwd=bypass";
    } else {
        set resp.http.Cache-Status = "edge; fwd=uri-miss";
    }
}

sub vcl_synth {
    unset resp.http.X-Varnish;
    if (resp.status != 503) {
        set resp.http.Cache-Control = "private, no-store";
        set resp.body = resp.reason;
        return (deliver);
    }
    if (req.url ~ "^/s/" && req.http.Edge-Want != "stale" && req.restarts < 3) {
        set req.http.Edge-Want = "stale"; # what was good is shown as long as Opentime is down
        return (restart);
    }
    set resp.http.Cache-Control = "private, no-store";
    if (req.url ~ "^/c/") {
        set resp.status = 302;
        set resp.reason = "Found";
        set resp.http.Location = "https://www.example.com/"; # CHANGE: where clicks lead meanwhile
        return (deliver);
    }
    if (req.url !~ "^/[osr]/") {
        set resp.body = "Opentime cannot be reached.";
        return (deliver);
    }
    set resp.status = 200;
    set resp.reason = "OK";
    set resp.http.Cache-Control = "private, no-cache, max-age=0, no-transform";
    set resp.http.CDN-Cache-Control = "no-store";
    set resp.http.X-Content-Type-Options = "nosniff";
    set resp.http.Cross-Origin-Resource-Policy = "cross-origin";
    set resp.http.X-Opentime-Fallback = "edge";
    # The pictures of docs/cdn/fallback, or some of your own, in base64.
    if (req.url ~ "(?i)^[^?]*\.png(\?|$)") {
        set resp.http.Content-Type = "image/png";
        set resp.body = blob.decode(BASE64, encoded="iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR42mN89+ETAwMDEwMDAwMDAwAh5gLU5F8eJgAAAABJRU5ErkJggg==");
    } elsif (req.url ~ "(?i)^[^?]*\.jpe?g(\?|$)") {
        set resp.http.Content-Type = "image/jpeg";
        set resp.body = blob.decode(BASE64, encoded="/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCAACAAIDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAf/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAf/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/ALgAQ//Z");
    } elsif (req.url ~ "(?i)^[^?]*\.gif(\?|$)") {
        set resp.http.Content-Type = "image/gif";
        set resp.body = blob.decode(BASE64, encoded="R0lGODdhAgACAIEAAO7w8gAAAAAAAAAAACwAAAAAAgACAAAIBgABCAQQEAA7");
    } elsif (req.url ~ "(?i)^[^?]*\.html(\?|$)") {
        set resp.http.Content-Type = "text/html; charset=utf-8";
        set resp.body = "<!doctype html><title></title>";
    } elsif (req.url ~ "(?i)^[^?]*\.json(\?|$)") {
        set resp.http.Content-Type = "application/json";
        set resp.body = {"{"items":[]}"};
    } else {
        set resp.http.Content-Type = "text/plain; charset=utf-8";
        set resp.body = "";
    }
    return (deliver);
}
