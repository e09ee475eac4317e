package io.mehari.endpoint.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.deadletter.DeadLetterPage;
import io.mehari.deadletter.DeadLetterReplaySettings;
import io.mehari.deadletter.DeadLetterSettings;
import io.mehari.deadletter.DeadLetters;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.util.unit.DataSize;

class DeadLetterHandlerTest {
    private static final RequestTarget LIST =
            RequestTarget.parse("/api/v1/admin/dead-letters?limit=1000&before=17&tool=read&state=waiting");
    private static final CallContext CALLER = new CallContext("r-1", Caller.ANONYMOUS, Instant.EPOCH, 0);
    private static final DataSource DOWN = new AbstractDataSource() {
        @Override
        public Connection getConnection() throws SQLException {
            throw new SQLException("no connection to jdbc:h2:/secret/place", "08001");
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }
    };

    @Test
    void respondsWith503AndTheCauseWhenTheDatabaseIsDown() throws Exception {
        DeadLetterSettings settings = new DeadLetterSettings(
                "./data",
                Duration.ofDays(1),
                10,
                DataSize.ofMegabytes(1),
                10,
                10,
                List.of(),
                DeadLetterReplaySettings.DEFAULTS);
        try (DeadLetters store = new DeadLetters(DOWN, settings, Clock.systemUTC())) {
            Throwable failure = catchThrowable(() -> new DeadLetterHandler(store::list)
                    .handle(null, LIST, CALLER)
                    .join());
            assertThat(failure)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(RequestRejectedException.class);
            Response response = EnvelopeForm.INSTANCE.render(CALLER, (RequestRejectedException) failure.getCause());
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            response.content().writeTo(body);

            assertThat(response.status().code()).isEqualTo(503);
            assertThat(response.headers()).containsEntry("retry-after", "5");
            assertThat(body.toString())
                    .contains("\"code\":\"dead_letters_unavailable\"", "SQL state 08001")
                    .doesNotContain("secret");
        }
    }

    @Test
    void asksTheStoreForNoMoreThanItLists() {
        List<String> asked = new ArrayList<>();
        DeadLetterHandler handler = new DeadLetterHandler((filter, limit, before) -> {
            asked.add(limit + " " + before.orElse("none") + " " + filter.tool() + filter.state());
            return CompletableFuture.completedFuture(new DeadLetterPage(List.of(), Optional.empty()));
        });

        assertThat(handler.handle(null, LIST, CALLER).join().status().code()).isEqualTo(200);
        assertThat(asked).containsExactly(DeadLetters.MAX_LIST + " 17 Optional[read]Optional[WAITING]");
    }

    @Test
    void passesOtherFailuresOn() {
        IllegalStateException defect = new IllegalStateException("defect");
        DeadLetterHandler handler =
                new DeadLetterHandler((filter, limit, before) -> CompletableFuture.failedFuture(defect));

        assertThat(catchThrowable(() -> handler.handle(null, LIST, CALLER).join()))
                .isInstanceOf(CompletionException.class)
                .hasRootCause(defect);
    }
}
