package transcript

// merge adds what another node has seen.
func (n *node) merge(other *node) {
	for kind, k := range other.kinds {
		n.mergeKind(kind, k)
	}
	if other.fields != nil {
		n.object().merge(other.fields)
	}
	if other.items != nil {
		l := n.list()
		l.count += other.items.count
		l.length.merge(other.items.length)
		l.item.merge(&other.items.item)
	}
}

func (n *node) mergeKind(kind string, other *kindShape) {
	if n.kinds == nil {
		n.kinds = map[string]*kindShape{}
	}
	k := n.kinds[kind]
	if k == nil {
		k = &kindShape{isASCII: true}
		n.kinds[kind] = k
	}
	k.count += other.count
	k.length.merge(other.length)
	k.scale.merge(other.scale)
	k.isASCII = k.isASCII && other.isASCII
}

func (o *object) merge(other *object) {
	o.count += other.count
	o.filled += other.filled
	o.size.merge(other.size)
	o.folded = o.folded || other.folded
	for name, theirs := range other.members {
		ours := o.members[name]
		if ours == nil {
			ours = new(member)
			o.members[name] = ours
		}
		ours.merge(&theirs.node)
		ours.objects += theirs.objects
		ours.repeats.merge(theirs.repeats)
	}
	if o.folded {
		o.foldMembers()
	}
}

func (s *span) merge(other span) {
	if other.used {
		s.add(other.low)
		s.add(other.high)
	}
}
