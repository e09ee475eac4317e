package io.mehari.endpoint.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.deadletter.DeadLetterSettings;
import io.mehari.deadletter.DeadLetters;
import io.mehari.endpoint.http.RequestRejectedException;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.rest.EnvelopeForm;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

class StoredDeadLettersTest {
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
    void aDatabaseThatDoesNotAnswerIsToldAs503WithItsCause() throws Exception {
        DeadLetterSettings settings = new DeadLetterSettings("./data", Duration.ofDays(1), 10, 10, 10, List.of());
        try (DeadLetters store = new DeadLetters(DOWN, settings, Clock.systemUTC())) {
            Throwable failure = catchThrowable(
                    () -> new StoredDeadLetters(store).list(5, Optional.empty()).join());
            assertThat(failure)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(RequestRejectedException.class);
            Response answer = EnvelopeForm.INSTANCE.render(
                    new CallContext("r-1", Caller.ANONYMOUS, Instant.EPOCH, 0),
                    (RequestRejectedException) failure.getCause());
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            answer.content().writeTo(body);

            assertThat(answer.status().code()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("retry-after", "5");
            assertThat(body.toString())
                    .contains("\"code\":\"dead_letters_unavailable\"", "SQL state 08001")
                    .doesNotContain("secret");
        }
    }
}
