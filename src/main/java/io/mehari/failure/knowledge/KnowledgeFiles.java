package io.mehari.failure.knowledge;

import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;

/**
 * The files of known errors. Those of users are read at the start, so that one with errors ends it; the one that ships with
 * the gateway is read when it is first needed. What users know may be replaced by {@link #take}. Safe for concurrent use.
 */
public final class KnowledgeFiles implements Supplier<KnowledgeBase> {
    /** Read where it is there, whatever the settings. */
    public static final Path BESIDE = Path.of("config/error-knowledge.yaml");

    private static final String SHIPPED = "io/mehari/failure/knowledge/known-errors.yaml";

    private List<List<KnownError>> own;
    private KnowledgeBase all;

    private KnowledgeFiles(List<List<KnownError>> own) {
        this.own = own;
    }

    /**
     * Reads the files of users.
     *
     * @param configured files, and folders whose {@code *.yaml} are read
     * @return what is known
     * @throws StartFailureException if they have problems, naming all of them
     */
    public static KnowledgeFiles read(List<String> configured) {
        List<String> problems = new ArrayList<>();
        List<List<KnownError>> lists = lists(configured, problems);
        if (!problems.isEmpty()) {
            throw new StartFailureException(
                    "The known errors cannot be used:\n  " + String.join("\n  ", problems),
                    "Correct the files, or take them out of mehari.errors.knowledge",
                    null);
        }
        return new KnowledgeFiles(lists);
    }

    /**
     * What is wrong with the files of users.
     *
     * @param configured as for {@link #read}
     * @return a sentence for each problem with file and line; empty if they can be used
     */
    public static List<String> problems(List<String> configured) {
        List<String> problems = new ArrayList<>();
        lists(configured, problems);
        return problems;
    }

    /**
     * The files that are read.
     *
     * @param configured as for {@link #read}
     * @return those that are there, in their order
     */
    public static List<Path> paths(List<String> configured) {
        return files(configured, new ArrayList<>());
    }

    /**
     * Replaces what the files of users say.
     *
     * @param next has been read from them
     * @return what they said before
     */
    public synchronized KnowledgeFiles take(KnowledgeFiles next) {
        KnowledgeFiles before = new KnowledgeFiles(own);
        own = next.own;
        all = null;
        return before;
    }

    /** What is known; reads the shipped file the first time. */
    @Override
    public synchronized KnowledgeBase get() {
        if (all == null) {
            List<List<KnownError>> lists = new ArrayList<>();
            lists.add(new KnowledgeReader().read(new ClassPathResource(SHIPPED)));
            lists.addAll(own);
            all = new KnowledgeBase(lists);
        }
        return all;
    }

    private static List<List<KnownError>> lists(List<String> configured, List<String> problems) {
        List<List<KnownError>> lists = new ArrayList<>();
        Map<String, Path> origins = new HashMap<>();
        for (Path file : files(configured, problems)) {
            KnowledgeReader reader = new KnowledgeReader();
            List<KnownError> errors = reader.read(new FileSystemResource(file));
            reader.problems().forEach(problem -> problems.add(file + ", " + problem));
            errors.forEach(error -> {
                Path other = origins.putIfAbsent(error.id(), file);
                if (other != null && !other.equals(file) && !error.id().isEmpty()) {
                    problems.add(file + ": the entry " + error.id() + " stands in " + other + " too");
                }
            });
            lists.add(errors);
        }
        return lists;
    }

    private static List<Path> files(List<String> configured, List<String> problems) {
        List<Path> files = new ArrayList<>();
        if (Files.exists(BESIDE)) {
            files.add(BESIDE);
        }
        for (String name : configured) {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                try (Stream<Path> found = Files.list(path)) {
                    found.filter(file -> file.toString().endsWith(".yaml"))
                            .sorted()
                            .forEach(files::add);
                } catch (IOException e) {
                    problems.add(path + ": the folder cannot be read: " + e.getMessage());
                }
            } else if (!files.contains(path)) {
                files.add(path);
            }
        }
        return files;
    }
}
