package io.mehari.endpoint.page;

import io.mehari.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A file that pages refer to, kept compressed: a third to a sixth of its size. Immutable.
 *
 * @param contentType media type
 * @param etag first 16 hex digits of the SHA-256 of the content that is not compressed
 * @param gzip the content in gzip format (RFC 1952); not to be changed
 */
record PageFile(String contentType, String etag, byte[] gzip) {
    private static final int ETAG_LENGTH = 16;

    /**
     * Compresses a file.
     *
     * @param contentType media type
     * @param content the whole file
     * @return never null
     */
    static PageFile of(String contentType, byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(content.length / 3 + 64);
        try (GZIPOutputStream stream = new GZIPOutputStream(compressed)) {
            stream.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail so
        }
        String hash = HexFormat.of().formatHex(Sha256.newDigest().digest(content));
        return new PageFile(contentType, hash.substring(0, ETAG_LENGTH), compressed.toByteArray());
    }

    /**
     * Writes the content as it was.
     *
     * @param stream not closed
     * @throws IOException if the stream fails
     */
    void writePlain(OutputStream stream) throws IOException {
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            plain.transferTo(stream);
        }
    }
}
