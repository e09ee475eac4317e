package io.mehari.download;

import io.mehari.library.CamelVersion;
import io.mehari.routes.check.ComponentArtifacts;
import io.mehari.text.NearestNames;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is to be fetched.
 *
 * @param group such as {@code org.apache.camel}
 * @param artifact such as {@code camel-kafka}
 * @param version such as {@code 4.17.0}
 */
public record Coordinates(String group, String artifact, String version) {
    private static final String CAMEL = "org.apache.camel";

    /** Kamelets have versions of their own; there are none of 4.17.0. Those of 4.16.0 are written for older steps only. */
    private static final Coordinates KAMELETS =
            new Coordinates("org.apache.camel.kamelets", "camel-kamelets", "4.16.0");

    private static final Pattern FULL = Pattern.compile("([\\w.-]+):([\\w.-]+):([\\w.-]+)");

    /**
     * Reads what people write: the name of a component, of an artifact of Camel, or {@code group:artifact:version}.
     *
     * @param text such as {@code kafka}, {@code camel-kafka}, {@code org.postgresql:postgresql:42.7.8}
     * @return coordinates, of Camel with the gateway's version
     * @throws DownloadFailedException if it is neither, or of another version of Camel
     */
    public static Coordinates of(String text) {
        Matcher full = FULL.matcher(text);
        if (full.matches()) {
            return checked(new Coordinates(full.group(1), full.group(2), full.group(3)));
        }
        if (text.contains(":")) {
            throw new DownloadFailedException(
                    text + " is not group:artifact:version", "Such as org.postgresql:postgresql:42.7.8.", null);
        }
        if (text.equals(KAMELETS.artifact())) {
            return KAMELETS;
        }
        Optional<String> component = ComponentArtifacts.of(text);
        if (component.isPresent() || text.startsWith("camel-")) {
            return new Coordinates(CAMEL, component.orElse(text), CamelVersion.get());
        }
        var nearest = NearestNames.of(text, new TreeSet<>(ComponentArtifacts.components()));
        throw new DownloadFailedException(
                "Apache Camel " + CamelVersion.get() + " has no component " + text,
                nearest.isEmpty()
                        ? "Other libraries are named in full: org.postgresql:postgresql:42.7.8."
                        : "Did you mean " + String.join(" or ", nearest) + "?",
                null);
    }

    private static Coordinates checked(Coordinates given) {
        if (given.group().equals(CAMEL) && !given.version().equals(CamelVersion.get())) {
            throw new DownloadFailedException(
                    given + " is not of the gateway's version of Apache Camel, " + CamelVersion.get(),
                    "Without a version the right one is taken: mehari add " + given.artifact(),
                    null);
        }
        return given;
    }

    @Override
    public String toString() {
        return group + ":" + artifact + ":" + version;
    }
}
