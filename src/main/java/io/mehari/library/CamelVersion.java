package io.mehari.library;

import org.apache.camel.CamelContext;

/** The version of Apache Camel that the gateway has, which its components must have as well. */
public final class CamelVersion {
    private CamelVersion() {}

    /** Such as {@code 4.17.0}; empty if its jar does not say. */
    public static String get() {
        String version = CamelContext.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }
}
