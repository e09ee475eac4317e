package io.mehari.security;

import java.util.List;

/** A file of keys that cannot be used. Its message names the file and every problem, and no hash. */
public final class InvalidKeysFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /**
     * A file that cannot be used.
     *
     * @param problems each with the file and, where it has one, its place; at least one
     */
    InvalidKeysFileException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return at least one sentence, each with the file and, where it has one, its place
     */
    public List<String> problems() {
        return problems;
    }
}
