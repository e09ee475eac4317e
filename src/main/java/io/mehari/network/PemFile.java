package io.mehari.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads PEM files (RFC 7468), in which certificates and keys are kept. Stateless. */
public final class PemFile {
    private static final int LARGEST = 256 * 1024;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private PemFile() {}

    /**
     * One block of a file.
     *
     * @param type its label, such as {@code CERTIFICATE}
     * @param body what stands between its first and its last line: Base64, behind headers in old forms of keys
     */
    public record Block(String type, String body) {
        /**
         * {@return the bytes of the block}
         *
         * @throws IllegalArgumentException if the body is not Base64
         */
        public byte[] bytes() {
            return Base64.getMimeDecoder().decode(body);
        }

        /** Without the body, which may be a private key. */
        @Override
        public String toString() {
            return type;
        }
    }

    /**
     * {@return all blocks of a file, in their order; text around them is ignored}
     *
     * @param file absolute, so that a person can find it from a message
     * @throws IOException if the file is absent, unreadable or over 256 KB; names cause and remedy, never the content
     */
    public static List<Block> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("there is no file " + file
                    + ": put one there or name the right one; a relative path begins where the gateway was started");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is not a file: name a PEM file");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] content = stream.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IOException(file + " is larger than 256 KB: name a PEM file with certificates or a key only");
            }
            return BLOCK.matcher(new String(content, StandardCharsets.ISO_8859_1))
                    .results()
                    .map(block -> new Block(block.group(1), block.group(2)))
                    .toList();
        } catch (FileSystemException e) {
            throw new IOException(file + " cannot be read: allow the user that the gateway runs as to read it", e);
        }
    }
}
