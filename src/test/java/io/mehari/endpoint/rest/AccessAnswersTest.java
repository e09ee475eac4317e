package io.mehari.endpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.ReceivedRequest;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.rest.RestRouter.Operation.Tool;
import io.mehari.endpoint.rest.form.Compat;
import io.mehari.endpoint.rest.form.ResultForms;
import io.mehari.protocol.Json;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.AccessLevel;
import io.mehari.security.AccessRules;
import io.mehari.security.KeyHash;
import io.mehari.security.SecuritySettings;
import io.mehari.security.SecuritySettings.ApiKey;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessAnswersTest {
    private static final List<ApiKey> KEYS = List.of(new ApiKey("ci", KeyHash.of("key"), Set.of(Scope.CALL)));

    /** As measured with mcpo 0.0.20; "user:key" is dXNlcjprZXk=, "user:no" dXNlcjpubw==. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "false | CALL     | -                  | 401 | Bearer        | Missing or invalid Authorization header",
                "false | CALL     | Basic dXNlcjprZXk= | 401 | Bearer        | Missing or invalid Authorization header",
                "false | CALL     | Basic dXNlcjpubw== | 401 | Bearer        | Missing or invalid Authorization header",
                "false | CALL     | key                | 401 | Bearer        | Missing or invalid Authorization header",
                "false | CALL     | Bearer wrong       | 403 | -             | Invalid API key",
                "true  | CALL     | -                  | 401 | Bearer, Basic | Missing or invalid Authorization header",
                "true  | DOCUMENT | -                  | 401 | Bearer, Basic | Missing or invalid Authorization header",
                "true  | DOCUMENT | Bearer wrong       | 403 | -             | Invalid API key",
                "true  | DOCUMENT | Basic dXNlcjpubw== | 403 | -             | Invalid credentials",
                "true  | DOCUMENT | Basic ?            | 401 | Bearer, Basic | Invalid Basic Authentication format",
                "true  | DOCUMENT | Digest x           | 401 | Bearer, Basic | Unsupported authorization method",
                "true  | CALL     | Basic dXNlcjprZXk= | 401 | Bearer        | Missing or invalid Authorization header",
            })
    void answersAsMcpoWhereThatIsAskedFor(
            boolean strict, AccessLevel level, String authorization, int status, String challenge, String detail)
            throws Exception {
        Response response = render(Compat.EXACT, strict, "/s/t", level, authorization);

        assertThat(response.status().code()).isEqualTo(status);
        assertThat(response.headers().get("www-authenticate")).isEqualTo(challenge);
        assertThat(body(response)).isEqualTo("{\"detail\":" + Json.MAPPER.writeValueAsString(detail) + "}");
    }

    @ParameterizedTest
    @CsvSource({"EXACT, /api/v1/tools/s/t", "FIXED, /api/v1/tools/s/t", "FIXED, /s/t"})
    void answersWrongKeysWith401Otherwise(Compat compat, String target) throws Exception {
        Response response = render(compat, true, target, AccessLevel.CALL, "Bearer wrong");

        assertThat(response.status().code()).isEqualTo(401);
        assertThat(response.headers()).containsEntry("www-authenticate", "Bearer");
        assertThat(body(response)).contains("\"code\":\"unauthenticated\"").contains("mehari.security.keys");
    }

    @Test
    void saysInItsOwnWordsWhatMcpoDoesNotKnow() throws Exception {
        Response response = render(Compat.EXACT, false, "/s/t", AccessLevel.ADMIN, "Bearer key");

        assertThat(response.status().code()).isEqualTo(403);
        assertThat(body(response)).isEqualTo("{\"detail\":\"The API key ci lacks the scope admin\"}");
    }

    /** Without strict mode mcpo has no route where there is no tool, and nothing that asks for a key. */
    @ParameterizedTest
    @CsvSource({
        "EXACT, false, /s/nope, 404",
        "EXACT, false, /s/t, 403",
        "EXACT, true, /s/nope, 403",
        "EXACT, false, /api/v1/tools/s/nope, 401",
        "FIXED, false, /s/nope, 401"
    })
    void looksForTheToolFirstWhereMcpoDoes(Compat compat, boolean strict, String target, int status) {
        assertThat(render(compat, strict, target, AccessLevel.CALL, "Bearer wrong")
                        .status()
                        .code())
                .isEqualTo(status);
    }

    private static Response render(
            Compat compat, boolean strict, String target, AccessLevel level, String authorization) {
        Tool tool = new Tool("s", target.substring(target.lastIndexOf('/') + 1));
        AccessRules rules = new AccessRules(new SecuritySettings(strict, KEYS, List.of()));
        Denied denied = (Denied) rules.decide(level, authorization, Optional::empty);
        try (ReceivedRequest received = new ReceivedRequest(target, "*/*")) {
            return new AccessAnswers(
                            new ResultForms(compat, new ToolCatalog()), strict, (server, name) -> name.equals("t"))
                    .render(received.request(), new AccessDeniedException(denied, tool));
        }
    }

    private static String body(Response response) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        response.content().writeTo(body);
        return body.toString("UTF-8");
    }
}
