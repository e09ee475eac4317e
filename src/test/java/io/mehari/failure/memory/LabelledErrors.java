package io.mehari.failure.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.io.ClassPathResource;

/**
 * A message as a product prints it, with what it is.
 *
 * @param category as known errors have it
 * @param knownError id of the known error that solves it
 * @param message whole text
 */
record LabelledErrors(String category, String knownError, String message) {
    /** Those to tune on, or those to measure on. */
    static List<LabelledErrors> read(String part) {
        try {
            return new ClassPathResource("errors/" + part + ".tsv")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 3))
                    .map(row -> new LabelledErrors(row[0], row[1], row[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
