using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Complaints.Migrations
{
    /// <inheritdoc />
    public partial class ForwardedIdea : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "idea_at",
                table: "complaints",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "idea_by_id",
                table: "complaints",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "idea_by_name",
                table: "complaints",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "idea_id",
                table: "complaints",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "idea_status",
                table: "complaints",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "idea_subject_version",
                table: "complaints",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_complaints_idea_id",
                table: "complaints",
                column: "idea_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_complaints_idea_id",
                table: "complaints");

            migrationBuilder.DropColumn(
                name: "idea_at",
                table: "complaints");

            migrationBuilder.DropColumn(
                name: "idea_by_id",
                table: "complaints");

            migrationBuilder.DropColumn(
                name: "idea_by_name",
                table: "complaints");

            migrationBuilder.DropColumn(
                name: "idea_id",
                table: "complaints");

            migrationBuilder.DropColumn(
                name: "idea_status",
                table: "complaints");

            migrationBuilder.DropColumn(
                name: "idea_subject_version",
                table: "complaints");
        }
    }
}
