using Huset.Complaints.Tests;

[assembly: AssemblyFixture(typeof(ComplaintsHost))]

namespace Huset.Complaints.Tests;

/// <summary>The service with the small organisation, and a key for receipts.</summary>
public sealed class ComplaintsHost() : ServiceHost<Program, ComplaintsDb>("complaints")
{
    public const string Api = "/complaints/v1", Complaints = Api + "/complaints", Public = Api + "/public";

    protected override IEnumerable<KeyValuePair<string, string>> Configuration => [new("Complaints:CodeKey", "only-for-tests-only-for-tests-only")];
}
