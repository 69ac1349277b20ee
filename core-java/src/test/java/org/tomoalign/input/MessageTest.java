package org.tomoalign.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static String option(Setting setting) {
        return setting == Setting.BOX ? "--b" : "--other";
    }

    @Test
    void settingsAreSpelledByWhoeverShowsThem() {
        Message message = Message.of(Setting.BOX, " ", 63, ": expected ", "an even number, ", Setting.RANGE, " ", 2.0, " or ",
                0.5);
        assertEquals("box size 63: expected an even number, range 2 or 0.5", message.toString());
        assertEquals("--b 63: expected an even number, --other 2 or 0.5", message.spelled(MessageTest::option));
        assertEquals("a: --b", Message.of("a: ", Message.of(Setting.BOX)).spelled(MessageTest::option));
    }

    @Test
    void severalProblemsKeepTheirSettings() {
        Problems problems = new Problems();
        problems.attempt(() -> Setting.BOX.require(false, 63, "an even box size"));
        problems.add("a.star: no such file");
        problems.attempt(() -> Setting.BOX.require(false, 63, "an even box size"));
        problems.attempt(() -> Setting.BOX.require(true, 64, "an even box size"));
        InputException e = assertThrows(InputException.class, problems::throwIfAny);
        assertEquals("box size 63: expected an even box size\na.star: no such file", e.getMessage());
        assertEquals("--b 63: expected an even box size\na.star: no such file", e.sentence().spelled(MessageTest::option));
        // What one collector threw, another one takes.
        Problems outer = new Problems();
        outer.attempt(problems::throwIfAny);
        assertEquals(e.sentence(), assertThrows(InputException.class, outer::throwIfAny).sentence());
        assertEquals(3, problems.count());
    }

    @Test
    void aCopyOfTheExceptionHasItsText() throws Exception {
        InputException e = new InputException(Message.of(Setting.BOX, " 63"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(e);
        InputException copy = (InputException) new ObjectInputStream(
                new ByteArrayInputStream(bytes.toByteArray())).readObject();
        assertEquals("box size 63", copy.sentence().toString());
    }
}
