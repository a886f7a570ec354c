package modular;

import static io.mongoodm.query.Fields.field;

import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.List;

/** Stores and reads records that are visible in their module alone. */
public final class Bookshelf {
    private Bookshelf() {}

    record Book(Integer id, String title, int pages) {}

    /** Returns the titles of the long books, in both forms, and the name of the module that the mapper runs in. */
    public static List<String> titles(String uri) {
        try (Odm odm = Odm.connect(uri, Book.class);
                AsyncOdm async = AsyncOdm.over(odm)) {
            Model<Book> books = odm.model(Book.class);
            books.createMany(List.of(new Book(1, "Kim", 368), new Book(2, "Persuasion", 249)));
            List<String> titles = books.find(field(Book::pages).gt(300)).toList().stream()
                    .map(Book::title)
                    .toList();
            return List.of(
                    String.join(",", titles),
                    async.getClass().getModule().getName(),
                    odm.getClass().getModule().getName(),
                    Bookshelf.class.getModule().getName());
        }
    }
}
