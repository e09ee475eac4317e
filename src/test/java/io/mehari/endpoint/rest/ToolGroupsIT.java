package io.mehari.endpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.catalog.ToolSource;
import io.mehari.catalog.group.GroupSettings.Group;
import io.mehari.security.SecuritySettings;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.support.Tools;
import io.mehari.text.Sha256;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tool groups over HTTP: their lists, calls by way of them, and what is refused. */
class ToolGroupsIT {
    private static final String KEY = "mhr_group";

    @ParameterizedTest
    @CsvSource({
        "/groups/reading/files/read, 200, '{\"x\":1}'",
        "/groups/reading/files/reed, 404, 'Group reading has no tool \\\"files/reed\\\"; did you mean files/read?'",
        "/groups/reading/files/write, 404, 'Group reading has no tool \\\"files/write\\\"; GET'",
        "/groups/reading/git/log, 404, GET /groups/reading lists its tools",
        "/groups/reeding/files/read, 404, 'no tool group named \\\"reeding\\\"; did you mean reading?'",
        "/groups/Reading/files/read, 404, did you mean reading?",
        "/groups/reading/files, 404, Nothing is served at this path",
        "/groups/none/files/read, 404, Group none has no tool",
    })
    void callsWhatIsInTheGroup(String path, int status, String says) throws Exception {
        try (RestGateway gateway = gateway(RestGateway.OPEN)) {
            HttpResponse<String> reply = gateway.post(path, "{\"x\":1}");
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
            assertThat(reply.body()).contains(says);
        }
    }

    @Test
    void listsGroupsAndTheirTools() throws Exception {
        try (RestGateway gateway = gateway(RestGateway.OPEN)) {
            assertThat(RestGateway.json(gateway.get("/groups")).path("groups").toString())
                    .isEqualTo("[{\"name\":\"none\",\"tools\":0},"
                            + "{\"name\":\"reading\",\"description\":\"Looks only\",\"tools\":1}]");
            assertThat(gateway.get("/groups/reading").body())
                    .isEqualTo("{\"name\":\"reading\",\"description\":\"Looks only\",\"tools\":1,"
                            + "\"members\":[{\"server\":\"files\",\"name\":\"read\"}],\"limit\":100,\"offset\":0}");
            gateway.catalog.replace(
                    ToolSource.of(Tools.settings("files")),
                    List.of(Tools.definition("read"), Tools.definition("read_more")));
            assertThat(gateway.get("/groups/reading?offset=1").body()).contains("\"tools\":2", "read_more");
            assertThat(gateway.get("/groups/reading?limit=x").statusCode()).isEqualTo(422);
            assertThat(gateway.get("/groups/nope").statusCode()).isEqualTo(404);
            assertThat(gateway.get("/groups/reading/files/read").headers().firstValue("allow"))
                    .hasValue("OPTIONS, POST");
        }
    }

    @Test
    void asksForAKeyBeforeItSaysWhatIsInAGroup() throws Exception {
        ApiKey key = new ApiKey("group", Sha256.hexOf(KEY), Set.of(Scope.CALL));
        try (RestGateway gateway = gateway(new SecuritySettings(false, List.of(key), List.of()))) {
            for (String path : List.of("/groups/reading/files/read", "/groups/reading/files/write", "/groups/x/y/z")) {
                assertThat(gateway.post(path, "{}").statusCode()).isEqualTo(401);
            }
            assertThat(gateway.get("/groups").statusCode()).isEqualTo(200);
            assertThat(gateway.send(gateway.request("/groups/reading/files/read")
                                    .header("Authorization", "Bearer " + KEY)
                                    .POST(BodyPublishers.ofString("{}")))
                            .statusCode())
                    .isEqualTo(200);
        }
        try (RestGateway gateway = gateway(new SecuritySettings(true, List.of(key), List.of()))) {
            assertThat(gateway.get("/groups").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void groupsHavePagesAndAPlaceOnThoseOfTheGateway() throws Exception {
        try (RestGateway gateway = gateway(RestGateway.OPEN)) {
            assertThat(gateway.get("/groups/reading/docs").body())
                    .contains("<title>Group reading - Mehari</title>", "src=\"../../static/", "./openapi.json");
            assertThat(gateway.get("/groups/nope/docs").statusCode()).isEqualTo(404);
            assertThat(gateway.get("/docs").body()).contains("./groups/reading/openapi.json", "Group reading");
            assertThat(gateway.send(gateway.request("/").header("Accept", "text/html"))
                            .body())
                    .contains("Looks only", "<code>files/read</code>", "href=\"groups/reading/docs\"");
        }
    }

    private static RestGateway gateway(SecuritySettings security) throws Exception {
        RestGateway gateway = RestGateway.grouped(
                security,
                Map.of(
                        "reading", new Group("Looks only", List.of(), List.of("files/read*"), List.of(), null),
                        "none", new Group("", List.of(), List.of("files/nothing"), List.of(), null)));
        gateway.catalog.replace(
                ToolSource.of(Tools.settings("files")), List.of(Tools.definition("read"), Tools.definition("write")));
        gateway.catalog.replace(ToolSource.of(Tools.settings("git")), List.of(Tools.definition("log")));
        return gateway;
    }
}
