package io.mehari.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The arrows between packages, as docs/architecture.md draws them. */
class LayeringTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.mehari");

    static final ArchRule arrowsPointDownwards = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("protocol")
            .definedBy("io.mehari.protocol..")
            .layer("call")
            .definedBy("io.mehari.call..")
            .layer("upstream")
            .definedBy("io.mehari.upstream..")
            .layer("security")
            .definedBy("io.mehari.security..")
            .layer("cache")
            .definedBy("io.mehari.cache..")
            .layer("failure")
            .definedBy("io.mehari.failure..")
            .layer("deadletter")
            .definedBy("io.mehari.deadletter..")
            .layer("catalog")
            .definedBy("io.mehari.catalog..")
            .layer("component")
            .definedBy("io.mehari.component..")
            .layer("pipeline")
            .definedBy("io.mehari.pipeline..")
            .layer("configuration")
            .definedBy("io.mehari.configuration..")
            .layer("monitoring")
            .definedBy("io.mehari.monitoring..")
            .layer("endpoint")
            .definedBy("io.mehari.endpoint..")
            .whereLayer("call")
            .mayOnlyAccessLayers("protocol")
            .whereLayer("protocol")
            .mayNotAccessAnyLayer()
            .whereLayer("upstream")
            .mayOnlyAccessLayers("call", "protocol")
            .whereLayer("security")
            .mayOnlyAccessLayers("call", "protocol")
            .whereLayer("cache")
            .mayOnlyAccessLayers("call", "protocol")
            .whereLayer("deadletter")
            .mayOnlyAccessLayers("call", "protocol")
            .whereLayer("failure")
            .mayOnlyAccessLayers("call", "protocol", "upstream", "deadletter")
            .whereLayer("catalog")
            .mayOnlyAccessLayers("call", "protocol", "upstream")
            .whereLayer("component")
            .mayOnlyAccessLayers("call", "protocol", "upstream", "catalog")
            .whereLayer("endpoint")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("configuration")
            .mayOnlyBeAccessedByLayers("endpoint")
            .whereLayer("monitoring")
            .mayOnlyBeAccessedByLayers("endpoint", "configuration")
            .whereLayer("pipeline")
            .mayOnlyBeAccessedByLayers("configuration", "monitoring", "endpoint");

    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.mehari.(*)..").should().beFreeOfCycles();

    static final ArchRule protocolKnowsNoFramework = noClasses()
            .that()
            .resideInAnyPackage("io.mehari.protocol..", "io.mehari.call..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.camel..");

    static final ArchRule upstreamsKnowNoCamel = noClasses()
            .that()
            .resideInAPackage("io.mehari.upstream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.camel..");

    static final ArchRule namesSayWhatThingsAre = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper");

    static final ArchRule springConfigurationStaysInside = classes()
            .that()
            .areAnnotatedWith("org.springframework.context.annotation.Configuration")
            .should()
            .bePackagePrivate();

    @Test
    void arrowsPointDownwards() {
        arrowsPointDownwards.check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        packagesHaveNoCycles.check(CLASSES);
    }

    @Test
    void protocolKnowsNoFramework() {
        protocolKnowsNoFramework.check(CLASSES);
    }

    @Test
    void upstreamsKnowNoCamel() {
        upstreamsKnowNoCamel.check(CLASSES);
    }

    @Test
    void namesSayWhatThingsAre() {
        namesSayWhatThingsAre.check(CLASSES);
    }

    @Test
    void springConfigurationStaysInside() {
        springConfigurationStaysInside.check(CLASSES);
    }
}
