package io.mehari.text;

import java.util.Optional;

/** The version of this build. Stateless. */
public final class Version {
    private Version() {}

    /**
     * The version in the manifest of the jar.
     *
     * @return {@code dev} for classes that are not in a jar
     */
    public static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
