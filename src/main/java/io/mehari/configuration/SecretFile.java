package io.mehari.configuration;

import io.mehari.text.ByteOrderMark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads small text files that a configuration points at: secrets and variables. */
public final class SecretFile {
    /** Largest file taken, in bytes. */
    static final int LARGEST = 64 * 1024;

    private SecretFile() {}

    /**
     * The whole text.
     *
     * @throws IOException saying in its message what is wrong with the file, never what is in it
     */
    public static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(Files.exists(file) ? file + " is not a file" : "there is no file " + file);
        }
        if (!Files.isReadable(file)) {
            throw new IOException(file + " may not be read by this user");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] content = stream.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IOException(file + " is over 64 KB");
            }
            return ByteOrderMark.removed(new String(content, StandardCharsets.UTF_8));
        }
    }
}
