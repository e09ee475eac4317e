package io.mehari.failure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** The file of error patterns: the one beside the working directory, else that of the jar. */
public final class ErrorPatternsFile {
    private static final String BESIDE = "config/error-patterns.yaml";

    private ErrorPatternsFile() {}

    /** Finds it below a folder that has {@code config/}. */
    static Resource find(Path base) {
        Resource beside = new FileSystemResource(base.resolve(BESIDE));
        return beside.exists() ? beside : new ClassPathResource("mehari/" + BESIDE);
    }

    /**
     * Where the file is looked for.
     *
     * @param base the folder that the gateway was started in
     * @return relative to it if it is relative
     */
    public static Path beside(Path base) {
        return base.resolve(BESIDE);
    }

    /**
     * Reads the patterns.
     *
     * @param base the folder that the gateway was started in
     * @throws InvalidErrorPatternsException if they have problems, naming all of them
     */
    public static FailureClassifier read(Path base) {
        return FailureClassifier.read(find(base));
    }

    /**
     * The recovery routes that it names.
     *
     * @param base the folder that the gateway is started in
     * @return as {@link FailureClassifier#namedRoutes}; none where the file cannot be used
     */
    public static Map<String, String> namedRoutes(Path base) {
        try {
            return read(base).namedRoutes();
        } catch (InvalidErrorPatternsException e) {
            return Map.of(); // told by problems()
        }
    }

    /** What is wrong with it, by line; empty if it can be used. */
    public static List<String> problems() {
        return problems(Path.of(""));
    }

    /**
     * The same for a gateway that is started in another folder.
     *
     * @param base the folder
     */
    public static List<String> problems(Path base) {
        try {
            FailureClassifier.read(find(base));
            return List.of();
        } catch (InvalidErrorPatternsException e) {
            return e.problems().stream()
                    .map(problem -> base.resolve(BESIDE) + ", " + problem)
                    .toList();
        }
    }
}
