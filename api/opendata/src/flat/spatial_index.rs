//! The packed R-tree of FlatGeobuf over points, of which only the inner nodes are held in memory: 3 bytes a point.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};

use flatgeobuf::packed_r_tree::{NodeItem, PackedRTree};

use super::FlatError;

/// Children of a node.
const CHILDREN: u64 = PackedRTree::DEFAULT_NODE_SIZE as u64;

/// The tree while its leaves come.
pub(super) struct SpatialIndex {
    /// The nodes as they stand in the file, behind each other.
    leaves: BufWriter<File>,
    count: u64,
    /// Where the next feature begins.
    offset: u64,
    /// The boxes of the parents of the leaves.
    parents: Vec<NodeItem>,
}

impl SpatialIndex {
    pub fn new() -> Result<Self, FlatError> {
        let leaves = BufWriter::new(tempfile::tempfile().map_err(FlatError::room)?);
        Ok(Self { leaves, count: 0, offset: 0, parents: Vec::new() })
    }

    /// Takes the position of the next feature, and its length in bytes.
    pub fn push(&mut self, [x, y]: [f64; 2], length: usize) -> Result<(), FlatError> {
        let leaf = NodeItem { offset: self.offset, ..NodeItem::bounds(x, y, x, y) };
        leaf.write(&mut self.leaves).map_err(FlatError::room)?;
        if self.count.is_multiple_of(CHILDREN) {
            self.parents.push(NodeItem::create(0));
        }
        if let Some(parent) = self.parents.last_mut() {
            parent.expand(&leaf);
        }
        self.count += 1;
        self.offset += length as u64;
        Ok(())
    }

    /// How many features there are.
    pub fn len(&self) -> u64 {
        self.count
    }

    /// West, south, east, north of all of them.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let whole = union(&self.parents);
        (self.count > 0).then_some([whole.min_x, whole.min_y, whole.max_x, whole.max_y])
    }

    /// Writes the nodes from the root down, those of a level behind each other. Without features there are none.
    pub fn write(self, out: &mut impl Write) -> Result<(), FlatError> {
        if self.count == 0 {
            return Ok(());
        }
        for node in inner(self.parents) {
            node.write(out).map_err(FlatError::room)?;
        }
        std::io::copy(&mut reread(self.leaves)?, out).map_err(FlatError::room)?;
        Ok(())
    }
}

/// All nodes above the leaves, from the root down. The offset of a node is the rank of its first child among all nodes.
fn inner(parents: Vec<NodeItem>) -> Vec<NodeItem> {
    let mut levels = vec![parents];
    while let Some(last) = levels.last()
        && last.len() > 1
    {
        let above = last.chunks(usize::from(PackedRTree::DEFAULT_NODE_SIZE)).map(union).collect();
        levels.push(above);
    }
    // From the leaves up: where each level begins among all nodes.
    let mut begins = levels.iter().map(|level| level.len() as u64).sum::<u64>();
    for level in &mut levels {
        let children = begins;
        begins -= level.len() as u64;
        for (rank, node) in level.iter_mut().enumerate() {
            node.offset = children + rank as u64 * CHILDREN;
        }
    }
    levels.into_iter().rev().flatten().collect()
}

fn union(nodes: &[NodeItem]) -> NodeItem {
    nodes.iter().fold(NodeItem::create(0), NodeItem::sum)
}

/// A temporary file from its beginning.
pub(super) fn reread(file: BufWriter<File>) -> Result<impl Read, FlatError> {
    let mut file = file.into_inner().map_err(|error| FlatError::room(error.into_error()))?;
    file.rewind().map_err(FlatError::room)?;
    Ok(BufReader::new(file))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_box_finds_exactly_the_points_in_it_whatever_their_number() {
        for count in [1_u64, 2, 15, 16, 17, 255, 256, 257, 4_097] {
            let mut index = SpatialIndex::new().unwrap();
            let points: Vec<[f64; 2]> =
                (0..count).map(|rank| [(rank % 64) as f64, (rank / 64) as f64]).collect();
            points.iter().for_each(|point| index.push(*point, 10).unwrap());
            let mut nodes = Vec::new();
            index.write(&mut nodes).unwrap();
            let rows = usize::try_from(count).unwrap();
            assert_eq!(nodes.len(), PackedRTree::index_size(rows, PackedRTree::DEFAULT_NODE_SIZE), "{count}");
            for [west, south, east, north] in
                [[0.0, 0.0, 99.0, 99.0], [3.0, 2.0, 9.5, 20.0], [70.0, 0.0, 80.0, 1.0]]
            {
                let found = PackedRTree::stream_search(
                    &mut Cursor::new(&nodes),
                    rows,
                    PackedRTree::DEFAULT_NODE_SIZE,
                    west,
                    south,
                    east,
                    north,
                );
                let mut found: Vec<usize> = found.unwrap().into_iter().map(|item| item.offset / 10).collect();
                found.sort_unstable();
                let within = |[x, y]: &[f64; 2]| *x >= west && *x <= east && *y >= south && *y <= north;
                let wanted: Vec<usize> = (0..rows).filter(|rank| within(&points[*rank])).collect();
                assert_eq!(found, wanted, "{count}");
            }
        }
    }

    #[test]
    fn without_features_there_is_no_tree() {
        let index = SpatialIndex::new().unwrap();
        assert_eq!((index.len(), index.bounds()), (0, None));
        let mut nodes = Vec::new();
        index.write(&mut nodes).unwrap();
        assert!(nodes.is_empty());
    }
}
