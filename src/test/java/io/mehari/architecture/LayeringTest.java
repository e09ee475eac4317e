package io.mehari.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** What packages may know of frameworks, and how classes are named and guarded; arrows are {@link PackageArrowsTest}. */
class LayeringTest {
    private static final JavaClasses CLASSES = GatewayClasses.ALL;

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

    static final ArchRule theLifeOfAnUpstreamKnowsNoEraAndNoTransport = noClasses()
            .that()
            .resideInAnyPackage("io.mehari.upstream", "io.mehari.upstream.lifecycle")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.mehari.upstream.session..",
                    "io.mehari.upstream.pool..",
                    "io.mehari.upstream.http..",
                    "io.mehari.upstream.stdio..");

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
    void protocolKnowsNoFramework() {
        protocolKnowsNoFramework.check(CLASSES);
    }

    @Test
    void upstreamsKnowNoCamel() {
        upstreamsKnowNoCamel.check(CLASSES);
    }

    @Test
    void theLifeOfAnUpstreamKnowsNoEraAndNoTransport() {
        theLifeOfAnUpstreamKnowsNoEraAndNoTransport.check(CLASSES);
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
