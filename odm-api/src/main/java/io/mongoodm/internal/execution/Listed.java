package io.mongoodm.internal.execution;

import io.mongoodm.EncodingException;
import io.mongoodm.InvalidFilterException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list that a call was given, of which each element is checked or encoded before any is sent: a refusal says which of
 * them it is about.
 *
 * @param argument the name of the parameter, for a null in the list
 * @param words what the elements are
 */
record Listed<E>(List<E> elements, String argument, String words) {
    /** Copies what the call was given; throws for null. */
    static <E> Listed<E> of(@Nullable Collection<? extends E> elements, String argument, String words) {
        return new Listed<>(new ArrayList<>(Objects.requireNonNull(elements, argument)), argument, words);
    }

    /** Returns what a step makes of each element; throws for null elements, and what the step throws. */
    <R> List<R> each(Function<? super E, ? extends R> step) {
        List<R> results = new ArrayList<>(elements.size());
        for (E element : elements) {
            int position = results.size();
            if (element == null) {
                throw new NullPointerException(argument + "[" + position + "]");
            }
            try {
                results.add(step.apply(element));
            } catch (InvalidFilterException refusal) {
                throw placed(refusal, new InvalidFilterException(at(position, refusal), refusal.getCause()));
            } catch (EncodingException refusal) {
                throw placed(refusal, new EncodingException(at(position, refusal), refusal.getCause()));
            } catch (IllegalArgumentException refusal) {
                throw placed(refusal, new IllegalArgumentException(at(position, refusal), refusal.getCause()));
            }
        }
        return results;
    }

    private String at(int position, RuntimeException refusal) {
        return "Of " + elements.size() + " " + words + " the one at [" + position + "] was refused, and none was sent. "
                + refusal.getMessage();
    }

    /** Returns the same refusal with its place, thrown where it was; of a list of one there is no place to tell. */
    private RuntimeException placed(RuntimeException refusal, RuntimeException placed) {
        if (elements.size() == 1) {
            return refusal;
        }
        placed.setStackTrace(refusal.getStackTrace());
        return placed;
    }
}
