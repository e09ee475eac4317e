package io.mehari.failure;

import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** The file of error patterns: the one beside the working directory, else that of the jar. */
public final class ErrorPatternsFile {
    private static final String BESIDE = "config/error-patterns.yaml";

    private ErrorPatternsFile() {}

    static Resource find() {
        Resource beside = new FileSystemResource(BESIDE);
        return beside.exists() ? beside : new ClassPathResource("mehari/" + BESIDE);
    }

    /** What is wrong with it, by line; empty if it can be used. */
    public static List<String> problems() {
        try {
            FailureClassifier.read(find());
            return List.of();
        } catch (InvalidErrorPatternsException e) {
            return e.problems().stream().map(problem -> BESIDE + ", " + problem).toList();
        }
    }
}
