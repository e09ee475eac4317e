package io.mehari.text;

import java.util.Optional;

/** The version of this build. */
public final class Version {
    private Version() {}

    /** The version in the manifest of the jar; {@code dev} for classes that are not in one. */
    public static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
