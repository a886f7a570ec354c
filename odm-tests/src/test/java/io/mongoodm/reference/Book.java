package io.mongoodm.reference;

import io.mongoodm.Model;
import io.mongoodm.annotation.OdmModel;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The books that the tests of reads look for. */
@OdmModel(collection = "books")
record Book(
        int id,
        String title,
        Author author,
        int year,
        List<String> tags,
        @Nullable Double rating) {

    record Author(String name, @Nullable String country) {}

    static final Book UTOPIA = book(1, "Utopia", "More", "GB", 1516, List.of("island", "satire"), 3.5);
    static final Book CANDIDE = book(2, "Candide", "Voltaire", "FR", 1759, List.of("satire"), 4.0);
    static final Book EMMA = book(3, "Emma", "Austen", "GB", 1815, List.of(), null);
    static final Book WALDEN = book(4, "Walden", "Thoreau", null, 1854, List.of("woods"), 4.0);
    static final Book DRACULA = book(5, "Dracula", "Stoker", "IE", 1897, List.of("castle", "night"), null);

    static final List<Book> ALL = List.of(UTOPIA, CANDIDE, EMMA, WALDEN, DRACULA);

    private static Book book(
            int id,
            String title,
            String author,
            @Nullable String country,
            int year,
            List<String> tags,
            @Nullable Double rating) {
        return new Book(id, title, new Author(author, country), year, tags, rating);
    }

    /** Leaves exactly these books in the collection. */
    static void store(Model<Book> books, List<Book> stored) {
        books.deleteMany(new Document());
        books.createMany(stored);
    }
}
