//! The layers that rules read: quotations, times, quantities. Each goes from [`Annotated`] to one list of it.

mod numbers;
pub(crate) mod quantities;
mod quotes;
#[cfg(test)]
mod samples;
mod times;

pub(crate) use quantities::has_number;
use sayso_model::Annotated;

/// Makes ready what is otherwise made at the first article: the patterns of times and quantities.
pub fn prepare() {
    times::prepare();
    quantities::prepare();
}

/// Adds quotations, times and quantities to an annotated article.
///
/// Text never makes it fail. It takes time linear in the length of the text.
pub fn add(doc: &mut Annotated) {
    doc.quotes = quotes::find(&doc.article);
    doc.times = times::find(doc);
    doc.quantities = quantities::find(doc);
}
