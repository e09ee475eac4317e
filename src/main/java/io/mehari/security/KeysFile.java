package io.mehari.security;

import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.text.ByteOrderMark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of API keys: YAML, a list of entries like those of {@code mehari.security.keys}. At most {@value #LARGEST} bytes
 * are read. Stateless but for its name.
 *
 * @param path where it is
 */
public record KeysFile(Path path) {
    /** Largest file taken, in bytes. */
    static final int LARGEST = 256 * 1024;

    /**
     * Reads the keys.
     *
     * @param configured keys of the settings, with which those of the file have to fit together
     * @return those of the file; may be empty
     * @throws InvalidKeysFileException if it cannot be read or used as a whole
     */
    public List<ApiKey> read(List<ApiKey> configured) throws InvalidKeysFileException {
        return parse(bytes(), configured);
    }

    /**
     * The bytes of the file.
     *
     * @return all of them
     * @throws InvalidKeysFileException if it is not there, may not be read, or is too large
     */
    byte[] bytes() throws InvalidKeysFileException {
        if (!Files.isRegularFile(path)) {
            throw invalid(Files.exists(path) ? "is not a file" : "does not exist");
        }
        if (!Files.isReadable(path)) {
            throw invalid("may not be read by this user");
        }
        try (InputStream stream = Files.newInputStream(path)) {
            byte[] content = stream.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw invalid("is over " + LARGEST / 1024 + " KB");
            }
            return content;
        } catch (IOException e) {
            throw invalid("cannot be read: " + e.getMessage());
        }
    }

    /**
     * The keys in a text.
     *
     * @param content bytes of the file
     * @param configured keys of the settings
     * @return those of the text
     * @throws InvalidKeysFileException naming every problem
     */
    List<ApiKey> parse(byte[] content, List<ApiKey> configured) throws InvalidKeysFileException {
        KeyEntries entries = KeyEntries.of(text(content));
        List<String> problems = new ArrayList<>(entries.problems());
        if (problems.isEmpty()) {
            List<ApiKey> all = new ArrayList<>(configured);
            all.addAll(entries.keys());
            KeyClash.in(all).map(clash -> ": " + clash).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new InvalidKeysFileException(
                    problems.stream().map(problem -> path + problem).toList());
        }
        return entries.keys();
    }

    private String text(byte[] content) throws InvalidKeysFileException {
        try {
            return ByteOrderMark.removed(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            throw invalid("is not UTF-8");
        }
    }

    private InvalidKeysFileException invalid(String what) {
        return new InvalidKeysFileException(List.of(path + " " + what + " (mehari.security.keys-file)"));
    }
}
