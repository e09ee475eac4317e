package io.mehari.configuration.settings;

import io.mehari.text.Position;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.Resource;

/**
 * Something that is wrong with a setting.
 *
 * @param source where it comes from: a file, a variable, an argument
 * @param position in the file; the start for all others
 * @param text what is the matter, and what to do
 */
public record SettingsProblem(String source, Position position, String text) implements Comparable<SettingsProblem> {
    private static final String VARIABLE = "environment variable ";

    /**
     * A problem with one setting.
     *
     * @param origin where the setting comes from; null if that is not known
     * @param name its name, such as {@code mehari.data.port}
     */
    static SettingsProblem of(Origin origin, String name, String text) {
        Origin named = origin instanceof PropertySourceOrigin wrapped && wrapped.getOrigin() != null
                ? wrapped.getOrigin()
                : origin;
        if (named instanceof TextResourceOrigin file && file.getLocation() != null) {
            return inFile(file, name, text);
        }
        if (named instanceof SystemEnvironmentOrigin variable) {
            return ofVariable(variable.getProperty(), text);
        }
        String source = named instanceof PropertySourceOrigin plain ? source(plain, name) : name;
        return new SettingsProblem(named instanceof NamedOrigin ? named.toString() : source, Position.START, text);
    }

    private static SettingsProblem inFile(TextResourceOrigin origin, String name, String text) {
        String file = path(origin.getResource());
        Position position = new Position(
                origin.getLocation().getLine() + 1, origin.getLocation().getColumn() + 1);
        String path = file.endsWith(".properties") ? name : "$." + name;
        return new SettingsProblem(file + ", " + position, position, path + ": " + text);
    }

    private static String source(PropertySourceOrigin origin, String name) {
        if (origin.getPropertySource() instanceof SystemEnvironmentPropertySource) {
            return VARIABLE + origin.getPropertyName();
        }
        return (origin.getPropertySource() instanceof CommandLinePropertySource ? "argument --" : "") + name;
    }

    static SettingsProblem ofVariable(String variable, String text) {
        return new SettingsProblem(VARIABLE + variable, Position.START, text);
    }

    /** The file as people know it: relative to the working directory where it is below that. */
    private static String path(Resource resource) {
        try {
            File file = resource.getFile();
            Path here = Path.of("").toAbsolutePath();
            Path absolute = file.toPath().toAbsolutePath().normalize();
            return (absolute.startsWith(here) ? here.relativize(absolute) : absolute).toString();
        } catch (IOException e) {
            return resource.getDescription();
        }
    }

    @Override
    public int compareTo(SettingsProblem other) {
        int byLine = Integer.compare(position.line(), other.position.line());
        return byLine != 0 ? byLine : Integer.compare(position.column(), other.position.column());
    }

    @Override
    public String toString() {
        return source + ": " + text;
    }
}
