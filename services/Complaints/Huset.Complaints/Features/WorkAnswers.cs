using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Complaints.Features;

internal static class WorkAnswers
{
    /// <summary>The complaint after a write, with its new ETag; 404 when there was none.</summary>
    public static Results<Ok<ComplaintView>, NotFound> Changed(this HttpContext http, Complaint? complaint, CurrentUser user)
    {
        if (complaint is null) return TypedResults.NotFound();
        http.Response.SetETag(complaint.Version);
        return TypedResults.Ok(ComplaintView.Of(complaint, user));
    }
}
