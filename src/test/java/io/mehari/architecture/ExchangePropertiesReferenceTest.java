package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.exchange.ExchangeState;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/exchange-properties.md} has every property in which the gateway keeps state. */
class ExchangePropertiesReferenceTest {
    @Test
    void everyProperty() throws IllegalAccessException {
        List<List<String>> rows = new ArrayList<>();
        for (Field field : ExchangeState.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                rows.add(List.of("`" + field.get(null) + "`"));
            }
        }
        assertThat(rows).isNotEmpty();
        new ReferenceTable("reference/exchange-properties.md", "properties").mustBe(rows);
    }
}
