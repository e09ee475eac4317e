package io.mehari.upstream.http.client;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.ClientCookieDecoder;
import io.netty.handler.codec.http.cookie.Cookie;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The cookies of one session (RFC 6265), by which balancers find the instance that has it: kept for its origin and its life,
 * sent with each of its requests, never shown. What a {@code Domain} widens is not widened, and a time to live does not
 * matter beside that of the session; one that is over removes the cookie. At most 50 of 4 KiB, the first ones. Safe for
 * concurrent use.
 */
public final class Cookies {
    private static final int MOST = 50;
    private static final int LONGEST = 4096;

    private final boolean secure;
    private final Map<String, Cookie> kept = new LinkedHashMap<>();

    /**
     * None yet.
     *
     * @param origin address of the server; cookies that say {@code Secure} are kept only if it is https
     */
    public Cookies(URI origin) {
        this.secure = "https".equalsIgnoreCase(origin.getScheme());
    }

    /**
     * Takes the cookies that a response sets.
     *
     * @return whether something has changed
     */
    public boolean take(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.SET_COOKIE)) {
            return false;
        }
        boolean changed = false;
        for (String line : headers.getAll(HttpHeaderNames.SET_COOKIE)) {
            Cookie cookie = line.length() > LONGEST ? null : ClientCookieDecoder.LAX.decode(line);
            changed |= cookie != null && (secure || !cookie.isSecure()) && take(cookie);
        }
        return changed;
    }

    private synchronized boolean take(Cookie cookie) {
        if (cookie.maxAge() != Cookie.UNDEFINED_MAX_AGE && cookie.maxAge() <= 0) {
            return kept.remove(cookie.name()) != null;
        }
        if (kept.size() >= MOST && !kept.containsKey(cookie.name())) {
            return false;
        }
        Cookie before = kept.put(cookie.name(), cookie);
        return before == null || !before.value().equals(cookie.value());
    }

    /**
     * The header to send.
     *
     * @param target address of the request
     * @return empty if there is no cookie for it
     */
    public synchronized Optional<String> header(URI target) {
        String all = kept.values().stream()
                .filter(cookie -> matches(cookie.path(), target.getPath()))
                .map(cookie -> cookie.name() + "=" + (cookie.wrap() ? '"' + cookie.value() + '"' : cookie.value()))
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private static boolean matches(String path, String target) {
        if (path == null || path.isEmpty() || path.equals("/") || path.equals(target)) {
            return true;
        }
        return target.startsWith(path.endsWith("/") ? path : path + "/");
    }
}
