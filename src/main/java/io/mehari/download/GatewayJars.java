package io.mehari.download;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The libraries that the gateway has itself, by the names of its jars. Immutable. */
final class GatewayJars {
    private static final Pattern JAR = Pattern.compile("(?:.*[/\\\\])?(.+?)-(\\d[^/\\\\]*)\\.jar");

    /** Written by Spring Boot into a jar with jars in it. */
    private static final String INDEX = "/BOOT-INF/classpath.idx";

    private final Map<String, String> versions = new TreeMap<>();

    /**
     * Libraries with these jars.
     *
     * @param jars names of files, with or without folders
     */
    GatewayJars(Collection<String> jars) {
        for (String jar : jars) {
            Matcher parts = JAR.matcher(jar);
            if (parts.matches()) {
                versions.putIfAbsent(parts.group(1), parts.group(2));
            }
        }
    }

    /** Those of this process. */
    static GatewayJars here() {
        try (InputStream index = GatewayJars.class.getResourceAsStream(INDEX)) {
            if (index == null) {
                return new GatewayJars(
                        Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)));
            }
            return new GatewayJars(new BufferedReader(new InputStreamReader(index, StandardCharsets.UTF_8))
                    .lines()
                    .map(line -> line.replaceAll("^- \"|\"$", ""))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("The list of the gateway's jars cannot be read", e);
        }
    }

    /** The version that the gateway has of an artifact. */
    Optional<String> versionOf(String artifact) {
        return Optional.ofNullable(versions.get(artifact));
    }
}
