package io.mehari.failure;

import java.util.List;

/** {@code error-patterns.yaml} cannot be used. Names every problem found in it, not only the first. */
public final class InvalidErrorPatternsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidErrorPatternsException(String file, List<String> problems) {
        super(file + " has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems") + ":\n  "
                + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence per problem, with its line where there is one, in the order of the file. */
    public List<String> problems() {
        return problems;
    }
}
