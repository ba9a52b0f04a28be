using Microsoft.EntityFrameworkCore;

namespace Huset.Processes;

/// <summary>Steering documents, who has read them, and what is asked to be revised.</summary>
public sealed partial class ProcessesDb
{
    /// <summary>Those that are or have been in force, and those that the reader writes or approves.</summary>
    public DbSet<Document> Documents => Set<Document>();

    /// <summary>The versions that are or have been in force; what is being worked on shows to who writes or approves it.</summary>
    public DbSet<DocumentVersion> DocumentVersions => Set<DocumentVersion>();

    /// <summary>The reader's own, and those of the people whose reading the reader follows.</summary>
    public DbSet<ReadReceipt> ReadReceipts => Set<ReadReceipt>();

    /// <summary>Those that the reader is to handle.</summary>
    public DbSet<RevisionTask> RevisionTasks => Set<RevisionTask>();

    // Asked by the row filters; EF sends them as parameters, so that one compiled query serves every user.
    private bool ReadsDocuments => User.May(Permissions.ReadDocuments);
    private bool EditsAllDocuments => User.ReachesAll(Permissions.EditDocuments);
    private bool EditsOwnDocuments => User.ReachesOwn(Permissions.EditDocuments);
    private string[] EditsDocumentsOf => User.UnitsOf(Permissions.EditDocuments);
    private bool ApprovesAllDocuments => User.ReachesAll(Permissions.ApproveDocuments);
    private string[] ApprovesDocumentsOf => User.UnitsOf(Permissions.ApproveDocuments);
    private bool FollowsAllReading => User.ReachesAll(Permissions.FollowReading);
    private string[] FollowsReadingOf => User.UnitsOf(Permissions.FollowReading);
    private bool HandlesAllRevisions => User.ReachesAll(Permissions.HandleRevisions);
    private bool HandlesOwnRevisions => User.ReachesOwn(Permissions.HandleRevisions);
    private string[] HandlesRevisionsOf => User.UnitsOf(Permissions.HandleRevisions);

    /// <summary>The documents that the user may write.</summary>
    public IQueryable<Document> EditableDocuments => Documents.Where(d => EditsAllDocuments || EditsDocumentsOf.Contains(d.UnitCode)
        || (EditsOwnDocuments && (d.OwnerId == UserId || People.Any(p => p.AccountId == UserId && p.Id.ToString() == d.OwnerId))));

    /// <summary>The documents whose versions the user may approve.</summary>
    public IQueryable<Document> ApprovableDocuments => Documents.Where(d => ApprovesAllDocuments || ApprovesDocumentsOf.Contains(d.UnitCode));

    /// <summary>Tells of the document as it is, with the revision tasks that the version in force answers.</summary>
    public async Task Tell(Document document, CancellationToken ct) =>
        Publish(document.ToChanged(await RevisionTasks.IgnoreQueryFilters()
            .Where(task => task.DocumentId == document.Id && task.AnsweredByVersion != null && task.AnsweredByVersion == document.InForce && !task.Restricted).Select(task => task.Id).ToListAsync(ct)));

    private void MapDocuments(ModelBuilder model)
    {
        model.Entity<Document>(document =>
        {
            document.ToTable("documents");
            document.Property(d => d.Id).ValueGeneratedNever();
            document.Property(d => d.Title).UseCollation(SwedishCollation);
            document.Property(d => d.Version).IsConcurrencyToken();
            document.HasMany(d => d.Versions).WithOne(v => v.Document).HasForeignKey(v => v.DocumentId);
            document.Navigation(d => d.Versions).HasField("versions").UsePropertyAccessMode(PropertyAccessMode.Field);
            document.HasIndex(d => new { d.Title, d.Id });
            document.HasIndex(d => d.UnitCode);
            document.HasIndex(d => d.Title, "documents_words").HasMethod("gin").IsTsVectorExpressionIndex("swedish");
            document.HasIndex(d => d.Title, "documents_parts").HasMethod("gin").HasOperators("gin_trgm_ops");
            document.HasIndex(d => d.OwnerId);
            document.HasIndex(d => d.ReviewOn).HasFilter("in_force is not null");
            document.HasQueryFilter(d => ReadsDocuments && (d.IsKnown
                || EditsAllDocuments || ApprovesAllDocuments
                || (EditsOwnDocuments && (d.OwnerId == UserId || People.Any(p => p.AccountId == UserId && p.Id.ToString() == d.OwnerId)))
                || EditsDocumentsOf.Contains(d.UnitCode) || ApprovesDocumentsOf.Contains(d.UnitCode)));
        });
        model.Entity<DocumentVersion>(version =>
        {
            version.ToTable("document_versions");
            version.Property(v => v.Id).ValueGeneratedNever();
            version.HasIndex(v => new { v.DocumentId, v.Number }).IsUnique();
            version.OwnsOne(v => v.Lifecycle);
            version.Navigation(v => v.Lifecycle).IsRequired();
            version.HasIndex(v => v.Text, "document_versions_words").HasMethod("gin").IsTsVectorExpressionIndex("swedish");
            version.HasIndex(v => v.ActivityIds).HasMethod("gin");
            version.HasQueryFilter(v => ReadsDocuments && (v.Lifecycle.Status == VersionStatus.Published || v.Lifecycle.Status == VersionStatus.Replaced || v.Lifecycle.Status == VersionStatus.Withdrawn
                || EditsAllDocuments || ApprovesAllDocuments
                || (EditsOwnDocuments && (v.Document.OwnerId == UserId || People.Any(p => p.AccountId == UserId && p.Id.ToString() == v.Document.OwnerId)))
                || EditsDocumentsOf.Contains(v.Document.UnitCode) || ApprovesDocumentsOf.Contains(v.Document.UnitCode)));
        });
        model.Entity<ReadReceipt>(receipt =>
        {
            receipt.ToTable("read_receipts");
            receipt.HasKey(r => new { r.DocumentId, r.Number, r.AccountId });
            receipt.HasOne<Document>().WithMany().HasForeignKey(r => r.DocumentId);
            receipt.HasIndex(r => r.AccountId);
            receipt.HasQueryFilter(r => r.AccountId == UserId || FollowsAllReading || FollowsReadingOf.Contains(r.UnitCode));
        });
        model.Entity<RevisionTask>(task =>
        {
            task.ToTable("revision_tasks");
            task.Property(t => t.Id).ValueGeneratedNever();
            task.Property(t => t.Version).IsConcurrencyToken();
            task.HasIndex(t => new { t.Status, t.AskedAt });
            task.HasIndex(t => t.DocumentId);
            task.HasIndex(t => t.ProcessId);
            task.HasQueryFilter(t => HandlesAllRevisions || (HandlesOwnRevisions && (t.OwnerId == UserId || People.Any(p => p.AccountId == UserId && p.Id.ToString() == t.OwnerId))) || (!t.Restricted && HandlesRevisionsOf.Contains(t.UnitCode))
                // The unit's own routines, wherever it happened.
                || (!t.Restricted && Documents.Any(d => d.Id == t.DocumentId && HandlesRevisionsOf.Contains(d.UnitCode))));
        });
    }
}
