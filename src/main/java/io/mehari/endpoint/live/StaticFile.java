package io.mehari.endpoint.live;

import io.mehari.text.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the dashboard, ready to be sent.
 *
 * @param type media type
 * @param plain its bytes
 * @param zipped the same compressed; null where that is not worth it
 * @param tag entity tag, of the content
 * @param lasting whether its name changes with its content
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StaticFile(String type, byte[] plain, byte[] zipped, String tag, boolean lasting) {
    private static final int WORTH_ZIPPING = 1024;
    private static final Pattern HASHED = Pattern.compile(".*[-.][A-Za-z0-9_-]{8,}\\.[a-z0-9]+");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("woff2", "font/woff2"));

    /**
     * The file of that content.
     *
     * @param name its name, from which the type is taken
     * @param content its bytes
     */
    static StaticFile of(String name, byte[] content) {
        String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = TYPES.getOrDefault(end, "application/octet-stream");
        byte[] zipped =
                content.length < WORTH_ZIPPING || end.equals("png") || end.equals("woff2") ? null : zip(content);
        String tag = "\"" + HexFormat.of().formatHex(Sha256.newDigest().digest(content), 0, 8) + "\"";
        return new StaticFile(
                type,
                content,
                zipped,
                tag,
                !end.equals("html") && HASHED.matcher(name).matches());
    }

    private static byte[] zip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
