package io.mehari.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportTargetTest {
    private static final String BASE = "OTEL_EXPORTER_OTLP_ENDPOINT";

    @ParameterizedTest
    @CsvSource({
        "'', '', '', http://localhost:4318/v1/traces",
        "http://c:4318, http://other:1, '', http://c:4318/v1/traces",
        "http://c:4318/, '', '', http://c:4318/v1/traces",
        "https://c/otlp/v1/traces, '', '', https://c/otlp/v1/traces",
        "'', http://c:4318/base/, '', http://c:4318/base/v1/traces",
        "'', http://c:4318, http://d/own, http://d/own",
    })
    void theAddressIsThatOfTheSettingsElseOfTheVariables(String setting, String base, String whole, String expected) {
        ExportTarget target =
                ExportTarget.of(settings(setting, ""), Map.of(BASE, base, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", whole));

        assertThat(target.endpoint()).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "collector:4318",
                "ftp://c",
                "http://",
                "http://user:pass-word@c",
                "http://c?key=pass-word",
                "a b"
            })
    void anAddressThatCannotBeUsedEndsTheStartWithoutItsSecret(String address) {
        assertThatThrownBy(() -> ExportTarget.of(settings(address, ""), Map.of()))
                .isInstanceOfSatisfying(InvalidTracingException.class, told -> {
                    assertThat(told.getMessage() + told.remedy())
                            .contains("mehari.tracing.endpoint")
                            .doesNotContain("pass-word");
                    assertThat(told.remedy()).contains("OTEL_EXPORTER_OTLP_HEADERS");
                });
    }

    @Test
    void anotherProtocolIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> ExportTarget.of(settings("", ""), Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")))
                .isInstanceOfSatisfying(InvalidTracingException.class, told -> {
                    assertThat(told).hasMessageContaining("grpc").hasMessageContaining("http/protobuf");
                    assertThat(told.remedy()).contains("4318");
                });
        assertThat(ExportTarget.of(settings("", "http/protobuf"), Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")))
                .as("the setting holds before the variable")
                .isNotNull();
    }

    @Test
    void headersComeFromTheEnvironmentAndAreNotShown() {
        ExportTarget target = ExportTarget.of(
                settings("", ""),
                Map.of("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Basic%20cGFzcw+==, x-tenant = a%2Cb,"));

        assertThat(target.headers())
                .containsExactly(Map.entry("authorization", "Basic cGFzcw+=="), Map.entry("x-tenant", "a,b"));
        assertThat(target)
                .hasToString("ExportTarget[http://localhost:4318/v1/traces, headers [authorization, x-tenant],"
                        + " ratio 1.0]");
    }

    @Test
    void headersThatAreNoListAreRefusedWithoutTheirText() {
        assertThatThrownBy(() ->
                        ExportTarget.of(settings("", ""), Map.of("OTEL_EXPORTER_OTLP_HEADERS", "Bearer pass-word")))
                .isInstanceOf(InvalidTracingException.class)
                .hasMessageContaining("OTEL_EXPORTER_OTLP_HEADERS")
                .hasMessageNotContaining("pass-word");
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 1",
        "parentbased_traceidratio, 0.25, 0.25",
        "traceidratio, 0, 0",
        "always_on, 0.25, 1",
        "parentbased_always_off, 1, 0",
    })
    void theShareIsThatOfTheVariables(String sampler, String argument, double expected) {
        Map<String, String> variables = Map.of("OTEL_TRACES_SAMPLER", sampler, "OTEL_TRACES_SAMPLER_ARG", argument);

        assertThat(ExportTarget.of(settings("", ""), variables).samplingRatio()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "-1", "NaN", "half"})
    void aShareThatIsNoneIsRefused(String share) {
        assertThatThrownBy(() -> ExportTarget.of(settings("", ""), Map.of("OTEL_TRACES_SAMPLER_ARG", share)))
                .isInstanceOf(InvalidTracingException.class)
                .hasMessageContaining("OTEL_TRACES_SAMPLER_ARG");
    }

    @Test
    void theNameAndFurtherAttributesComeFromTheVariables() {
        ExportTarget target = ExportTarget.of(
                settings("", ""),
                Map.of("OTEL_SERVICE_NAME", "tools", "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test"));

        assertThat(target.serviceName()).isEqualTo("tools");
        assertThat(target.resource()).containsExactly(Map.entry("deployment.environment.name", "test"));
    }

    private static TracingSettings settings(String endpoint, String protocol) {
        return new TracingSettings(true, endpoint, protocol, null, "", 4096);
    }
}
