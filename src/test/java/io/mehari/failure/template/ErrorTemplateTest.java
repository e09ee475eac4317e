package io.mehari.failure.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("S0.3: the pattern of an error, without its volatile parts")
class ErrorTemplateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            connect ECONNREFUSED 127.0.0.1:5432|connect ECONNREFUSED <host>
            connect ECONNREFUSED ::1:3000|connect ECONNREFUSED <host>
            getaddrinfo ENOTFOUND db.example.com|getaddrinfo ENOTFOUND <host>
            Timeout after 30 seconds|Timeout after <duration>
            MCP error -32001: Request timed out after 60000ms|MCP error -32001: Request timed out after <duration>
            第3次连接 10.0.0.5:6379 失败，耗时1500毫秒|第<num>次连接 <host> 失败，耗时<duration>
            无法打开文件 /var/lib/data.db：权限不足|无法打开文件 <path>：权限不足
            Cannot find module '/app/node_modules/x/index.js'|Cannot find module '<value>'
            no such file: C:\\Users\\me\\a.txt|no such file: <path>
            Request 3f2b8a10-11aa-4c5d-9e8f-0123456789ab failed|Request <uuid> failed
            GET https://api.example.com/v1/x?y=1 returned HTTP 503|GET <url> returned HTTP 503
            429 Too Many Requests|429 Too Many Requests
            read 4096 of 8192 bytes|read <num> of <num> bytes
            at 2026-01-02T03:04:05.678Z the job died|at <time> the job died
            object at 0x7f3a2c10 is closed|object at <hex> is closed
            relation "users" does not exist|relation "<value>" does not exist
            {"error":"invalid_grant","user":"alice"}|{"error":"invalid_grant","user":"<value>"}
            {"code":-32001,"message":"Not Found","id":17}|{"code":-32001,"message":"Not Found","id":<num>}
            host 10.0.0.9 (10.0.0.9), port 5432|host <host> (<host>), port <num>
            ORA-12154: TNS:could not resolve|ORA-12154: TNS:could not resolve
            can't open the user's file|can't open the user's file
            ids 1, 2, 3, 4 are gone|ids <num> are gone
            Error: spawn npx ENOENT|Error: spawn npx ENOENT
            SQLSTATE[08006] could not connect|SQLSTATE[08006] could not connect
            java.net.ConnectException: Connection refused|java.net.ConnectException: Connection refused
            FATAL: role “app” is not permitted|FATAL: role “<value>” is not permitted
            """)
    void replacesWhatDiffersEachTime(String error, String template) {
        assertThat(ErrorTemplate.of(error).text()).isEqualTo(template);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Upstream files did not answer within 120 s|Upstream files did not answer within 7 s
            用户 1024 不存在|用户 7 不存在
            Could not connect to redis:6379 (attempt 3)|Could not connect to 10.1.2.3:6380 (attempt 12)
            key abc123def4567890 expired|key 99ffee01aa22bb33 expired
            """)
    void twoOccurrencesOfOneErrorHaveOneTemplate(String one, String other) {
        assertThat(ErrorTemplate.of(one)).isEqualTo(ErrorTemplate.of(other));
        assertThat(ErrorTemplate.of(one).id())
                .isEqualTo(ErrorTemplate.of(other).id())
                .hasSize(16);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP 401|HTTP 403
            MCP error -32601: x|MCP error -32602: x
            exit code 127|exit code 137
            SQLSTATE 28P01|SQLSTATE 42P01
            """)
    void codesTellErrorsApart(String one, String other) {
        assertThat(ErrorTemplate.of(one)).isNotEqualTo(ErrorTemplate.of(other));
    }

    @Test
    void isATemplateOfItselfWhateverTheText() {
        Random random = new Random(20260101);
        String alphabet = "ab1 2'3\"<>/\\:.@_-num,id{}[]()=第次“”\u001b[Z%+0xF\n";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(80); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                if (random.nextInt(12) == 0) {
                    text.append("<num>");
                }
            }
            ErrorTemplate template = ErrorTemplate.of(text.toString());
            assertThat(ErrorTemplate.of(template.text())).as("of %s", text).isEqualTo(template);
        }
    }

    @Test
    void isBoundedAndATemplateOfItselfWhereItIsCut() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String text = "word" + i + " '" + "x".repeat(random.nextInt(200)) + "' /a/b" + " failed. ".repeat(i % 60);
            ErrorTemplate template = ErrorTemplate.of(text.repeat(30));
            assertThat(template.text()).hasSizeLessThanOrEqualTo(ErrorTemplate.MAX_TEMPLATE);
            assertThat(ErrorTemplate.of(template.text())).isEqualTo(template);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "1", "'", "\"", "/", ":", ".", "-", "@", "<", "1.", "a1", "1:", "a.", "a/", "0x", "::", "' a",
                "{\"", "a@", "1s", "第1"
            })
    void takesTimeInProportionToTheText(String part) {
        String hostile = part.repeat(200_000 / part.length());
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> ErrorTemplate.of(hostile));
    }

    @Test
    void ofWhiteSpaceNothingIsLeft() {
        assertThat(ErrorTemplate.of(" \n\t ").text()).isEmpty();
    }
}
