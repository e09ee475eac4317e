package io.mehari.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes of the gateway, without those of tests, as rules about them see them: read once for all tests of a JVM. */
public final class GatewayClasses {
    /** All of them. */
    public static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.mehari");

    private GatewayClasses() {}
}
