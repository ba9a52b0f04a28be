using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Analytics.Migrations
{
    /// <inheritdoc />
    public partial class Counting : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deviation_facts_occurred_on",
                table: "deviation_facts");

            migrationBuilder.CreateIndex(
                name: "ix_deviation_facts_occurred_on",
                table: "deviation_facts",
                column: "occurred_on")
                .Annotation("Npgsql:IndexInclude", new[] { "unit_code", "kind", "weekday", "hour", "harm", "cause_areas" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deviation_facts_occurred_on",
                table: "deviation_facts");

            migrationBuilder.CreateIndex(
                name: "ix_deviation_facts_occurred_on",
                table: "deviation_facts",
                column: "occurred_on");
        }
    }
}
