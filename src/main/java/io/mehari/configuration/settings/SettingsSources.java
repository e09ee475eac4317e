package io.mehari.configuration.settings;

import io.mehari.configuration.ChangedKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The files of settings of a gateway that runs, read again: {@code application.yaml} and its like. Stateless. */
public final class SettingsSources {
    /** What Spring Boot calls a file that it has read settings from. */
    private static final String FILE = "Config resource '";

    private static final String ATTACHED = "configurationProperties";

    private SettingsSources() {}

    /**
     * Reads the files again. Whatever else settings come from, such as arguments and variables, holds as before.
     *
     * @param running not changed
     * @return the settings that a gateway with these arguments and variables would have if it were started now
     * @throws IllegalArgumentException if a file cannot be read
     */
    public static ConfigurableEnvironment read(ConfigurableEnvironment running) {
        StandardEnvironment settings = new StandardEnvironment();
        MutablePropertySources sources = settings.getPropertySources();
        List.copyOf(sources.stream().toList()).forEach(source -> sources.remove(source.getName()));
        running.getPropertySources().stream()
                .filter(source -> !isFile(source) && !ATTACHED.equals(source.getName()))
                .forEach(sources::addLast);
        settings.setActiveProfiles(running.getActiveProfiles());
        try {
            ConfigDataEnvironmentPostProcessor.applyTo(settings);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("The files of settings cannot be read: " + e.getMessage(), e);
        }
        ConfigurationPropertySources.attach(settings);
        return settings;
    }

    /**
     * The settings as they are now, whatever is replaced later.
     *
     * @param running not changed
     * @return to be given to {@link #replace}
     */
    public static ConfigurableEnvironment copy(ConfigurableEnvironment running) {
        StandardEnvironment settings = new StandardEnvironment();
        running.getPropertySources().stream()
                .filter(source -> !ATTACHED.equals(source.getName()))
                .forEach(settings.getPropertySources()::addLast);
        return settings;
    }

    /**
     * Replaces the files' settings. A file that stays is replaced in one step, so that its settings are never missing.
     *
     * @param running changed
     * @param read what {@link #read} has returned
     */
    public static void replace(ConfigurableEnvironment running, ConfigurableEnvironment read) {
        MutablePropertySources sources = running.getPropertySources();
        List<PropertySource<?>> next = read.getPropertySources().stream()
                .filter(SettingsSources::isFile)
                .toList();
        List<String> names = next.stream().map(PropertySource::getName).toList();
        sources.stream()
                .filter(source -> isFile(source) && !names.contains(source.getName()))
                .toList()
                .forEach(gone -> sources.remove(gone.getName()));
        for (int i = next.size() - 1; i >= 0; i--) {
            PropertySource<?> source = next.get(i);
            if (sources.contains(source.getName())) {
                sources.replace(source.getName(), source);
            } else if (i == next.size() - 1) {
                sources.addLast(source);
            } else {
                sources.addBefore(names.get(i + 1), source);
            }
        }
    }

    /**
     * The values that differ.
     *
     * @param before settings that hold
     * @param after settings that are to hold
     * @return one for each key of a file, in the order of the keys; not those that arguments or variables decide
     */
    public static List<ChangedKey> changes(ConfigurableEnvironment before, ConfigurableEnvironment after) {
        Set<String> names = new TreeSet<>(names(before));
        names.addAll(names(after));
        List<ChangedKey> changes = new ArrayList<>();
        for (String name : names) {
            String old = value(before, name);
            String now = value(after, name);
            if (!Objects.equals(old, now)) {
                changes.add(new ChangedKey(name, old, now));
            }
        }
        return changes;
    }

    /** The files on disk that settings have been read from. */
    public static Set<Path> files(ConfigurableEnvironment settings) {
        Set<Path> files = new TreeSet<>();
        settings.getPropertySources().stream()
                .filter(SettingsSources::isFile)
                .forEach(source -> names(source).stream()
                        .limit(1)
                        .map(name -> OriginLookup.getOrigin(source, name))
                        .filter(TextResourceOrigin.class::isInstance)
                        .forEach(origin -> add(((TextResourceOrigin) origin), files)));
        return files;
    }

    private static void add(TextResourceOrigin origin, Set<Path> files) {
        try {
            if (origin.getResource().isFile()) {
                files.add(origin.getResource().getFile().toPath().normalize());
            }
        } catch (IOException e) {
            return; // inside the jar, where nothing changes
        }
    }

    private static String value(ConfigurableEnvironment settings, String name) {
        try {
            return settings.getProperty(name);
        } catch (IllegalArgumentException e) {
            return null; // stands for a variable that there is not, which others tell
        }
    }

    private static Set<String> names(ConfigurableEnvironment settings) {
        Set<String> names = new TreeSet<>();
        settings.getPropertySources().stream()
                .filter(SettingsSources::isFile)
                .forEach(source -> names.addAll(names(source)));
        return names;
    }

    private static List<String> names(PropertySource<?> source) {
        return source instanceof EnumerablePropertySource<?> all ? List.of(all.getPropertyNames()) : List.of();
    }

    private static boolean isFile(PropertySource<?> source) {
        return source.getName().startsWith(FILE);
    }
}
