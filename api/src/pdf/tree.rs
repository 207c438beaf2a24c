//! What is read, in which order; and what leads to the headings.

use std::num::NonZeroU16;

use krilla::destination::XyzDestination;
use krilla::outline::{Outline, OutlineNode};
use krilla::tagging::{Identifier, ListNumbering, Node, Tag, TagGroup, TagKind, TagTree};

use super::sheet::Laid;
use super::{Block, Document};

/// The headings below the title.
pub(super) fn outline(laid: &Laid) -> Outline {
    let mut outline = Outline::new();
    for place in &laid.headings {
        let node = OutlineNode::new(place.text.clone(), XyzDestination::new(place.page, place.at));
        outline.push_child(node);
    }
    outline
}

/// The tree of tags; `drawn`: for each leaf, in the order in which they were laid out, what was drawn of it.
pub(super) fn tags(document: &Document, drawn: Vec<Vec<Identifier>>) -> TagTree {
    let mut leaves = drawn.into_iter();
    let mut leaf = |tag: TagKind| {
        let nodes = leaves.next().unwrap_or_default().into_iter().map(Node::from).collect();
        TagGroup::with_children(tag, nodes)
    };
    let mut tree = TagTree::new().with_lang(Some(document.lang.code().to_owned()));
    for block in &document.blocks {
        let group = match block {
            Block::Heading(level, text) => {
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                leaf(Tag::Hn(level, Some(text.clone())).into())
            }
            Block::Paragraph(_) => leaf(Tag::P.into()),
            Block::List(items) => {
                let item = |_: &String| {
                    let (mark, body) = (leaf(Tag::Lbl.into()), leaf(Tag::LBody.into()));
                    TagGroup::with_children(Tag::LI, vec![mark.into(), body.into()]).into()
                };
                TagGroup::with_children(Tag::L(ListNumbering::Disc), items.iter().map(item).collect())
            }
        };
        tree.push(group);
    }
    tree
}
