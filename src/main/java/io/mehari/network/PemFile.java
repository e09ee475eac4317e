package io.mehari.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what certificates and keys are kept in. */
public final class PemFile {
    private static final int LARGEST = 256 * 1024;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private PemFile() {}

    /**
     * One block of a file.
     *
     * @param type what it says it is, such as {@code CERTIFICATE}
     * @param body what stands between its first and its last line
     */
    public record Block(String type, String body) {
        /**
         * The bytes it stands for.
         *
         * @throws IllegalArgumentException if it stands for none
         */
        public byte[] bytes() {
            return Base64.getMimeDecoder().decode(body);
        }

        @Override
        public String toString() {
            return type;
        }
    }

    /**
     * All blocks in their order; what stands around them is for people.
     *
     * @param file absolute, for people to find it
     * @throws IOException saying in its message what is wrong with the file and what to do, never what is in it
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
                throw new IOException(file + " is over 256 KB, which no PEM file of a certificate or a key is");
            }
            String text = new String(content, StandardCharsets.ISO_8859_1);
            return BLOCK.matcher(text)
                    .results()
                    .map(block -> new Block(block.group(1), block.group(2)))
                    .toList();
        } catch (java.nio.file.FileSystemException e) {
            throw new IOException(file + " cannot be read: allow the user that the gateway runs as to read it", e);
        }
    }
}
