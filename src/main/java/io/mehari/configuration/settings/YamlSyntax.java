package io.mehari.configuration.settings;

import io.mehari.text.Position;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Finds the place where a file of settings is not YAML, before Spring Boot reads it and fails. */
public final class YamlSyntax {
    private static final List<Path> FILES = Stream.of("config/application", "application")
            .flatMap(name -> Stream.of(Path.of(name + ".yaml"), Path.of(name + ".yml")))
            .toList();

    private YamlSyntax() {}

    /** What is wrong with the files in the places where Spring Boot looks for them. */
    public static List<String> problems() {
        return problems(Path.of(""));
    }

    /**
     * The same for a gateway that is started in another folder.
     *
     * @param base the folder
     */
    public static List<String> problems(Path base) {
        return problems(FILES.stream().map(base::resolve).toList());
    }

    /**
     * The same for files anywhere.
     *
     * @param files those that are not there are passed over, and those that are no YAML by their names
     * @return a sentence for each problem, with file and line
     */
    public static List<String> problems(Collection<Path> files) {
        return files.stream()
                .filter(file -> file.toString().matches(".*\\.ya?ml") && Files.isRegularFile(file))
                .flatMap(file -> problem(file).map(text -> file + text).stream())
                .toList();
    }

    /** What is wrong with one file, and where. */
    static Optional<String> problem(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (Reader text = Files.newBufferedReader(file)) {
            new Yaml(new SafeConstructor(options)).loadAll(text).forEach(document -> {});
            return Optional.empty();
        } catch (MarkedYAMLException e) {
            return Optional.of(position(e.getProblemMark()) + ": not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            return Optional.of(": not YAML: " + e.getMessage());
        } catch (IOException e) {
            return Optional.of(": cannot be read as UTF-8: " + e.getMessage());
        }
    }

    private static String position(Mark mark) {
        return mark == null ? "" : ", " + new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
