package io.mehari.endpoint.page;

import io.mehari.endpoint.http.Response;
import io.mehari.text.PrintableText;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Text of servers and settings as a part of a page, and pages as responses. Stateless. */
final class Html {
    /**
     * A page runs and shows what comes from this gateway only, and stands in no frame. Swagger UI sets styles on elements,
     * adds one sheet of its own, which its hash names, and shows drawings that are data URLs.
     */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"
            + " 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; style-src-attr 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private Html() {}

    /**
     * Text that is shown as it is, in an element or in an attribute with quotes.
     *
     * @param text from anywhere
     * @return without characters that are of a meaning in HTML
     */
    static String text(String text) {
        String shown = PrintableText.of(text);
        StringBuilder escaped = new StringBuilder(shown.length() + 16);
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /**
     * A page.
     *
     * @param headers further headers
     * @param page whole document
     * @return not kept by caches without asking
     */
    static Response page(Map<String, String> headers, String page) {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        Map<String, String> all = new HashMap<>(headers);
        all.put("content-security-policy", POLICY);
        all.put("referrer-policy", "same-origin");
        all.put("cache-control", "no-cache");
        return new Response(HttpResponseStatus.OK, "text/html; charset=utf-8", all, stream -> stream.write(bytes));
    }
}
